# Read by infra/up, infra/down, infra/servers and infra/test: finds JDK 25 and Maven, builds the
# launcher when it is missing or has changed, and calls it. Everything else is Java, in this room.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

jdk25() {
  local home
  for home in "${JAVA25_HOME:-}" "${JAVA_HOME:-}" "${JDK_HOME:-}" \
    /usr/lib/jvm/*25* /opt/*jdk*25* "$HOME"/.sdkman/candidates/java/25* "$HOME"/.jdks/*25* \
    /Library/Java/JavaVirtualMachines/*25*/Contents/Home \
    "$(dirname "$(dirname "$(readlink -f "$(command -v java || echo /none/none/none)")")")"; do
    if [ -x "$home/bin/javac" ] && grep -qs '^JAVA_VERSION="25' "$home/release"; then
      echo "$home"
      return
    fi
  done
  echo "JDK 25 was not found. Install one (for example Eclipse Temurin 25 under /usr/lib/jvm), or name it with JAVA25_HOME=<directory>." >&2
  exit 1
}

launch() {
  local java jars copy
  java=$(jdk25)
  command -v mvn >/dev/null || {
    echo "Maven was not found. Install Maven 3.8 or newer (Debian: apt-get install maven)." >&2
    exit 1
  }
  cd "$root"
  if [ ! -f infra/stack/target/classpath.txt ] || [ ! -f infra/opensearch/target/classpath.txt ] ||
    [ -n "$(find pom.xml infra/stack/pom.xml infra/stack/src/main infra/demo/pom.xml infra/demo/src/main \
      infra/opensearch/pom.xml infra/opensearch/src/main -newer infra/stack/target/classpath.txt -print -quit)" ]; then
    echo "Building the launcher (the first time this fetches the servers, about 400 MB) …"
    mvn -q -B -ntp package -Dmaven.test.skip=true -am -pl infra/stack,infra/opensearch
    touch infra/stack/target/classpath.txt
  fi
  # Run from copies: a build may replace the jars while the launcher lives.
  jars=(infra/stack/target/sentinel-stack-*.jar infra/demo/target/sentinel-demo-*.jar)
  copy=infra/stack/target/launch/$(cat "${jars[@]}" | cksum | cut -d' ' -f1)
  mkdir -p "$copy"
  cp -u "${jars[@]}" "$copy"
  exec "$java/bin/java" -Xmx256m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \
    --enable-native-access=ALL-UNNAMED -Dsentinel.project="$root" \
    -cp "$root/$copy/*:$(cat infra/stack/target/classpath.txt)" \
    dk.sentinel.infra.stack.Launcher "$@"
}
