// Brings node_modules to what package-lock.json says, and does nothing when it already is there.
// Run by Maven (generate-resources) as `npm run assets`; the jar takes its files from node_modules.
import { readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';

function packages(file) {
  try {
    const lock = JSON.parse(readFileSync(file, 'utf8'));
    return Object.entries(lock.packages ?? {})
      .filter(([path]) => path !== '')
      .map(([path, entry]) => `${path} ${entry.version} ${entry.integrity}`)
      .sort()
      .join('\n');
  } catch {
    return null;
  }
}

if (packages('package-lock.json') !== packages('node_modules/.package-lock.json')) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const run = spawnSync(npm, ['ci', '--ignore-scripts'], { stdio: 'inherit' });
  if (run.status !== 0) {
    console.error('npm ci failed: Node 20 or newer and access to the npm registry are needed once.');
    process.exit(1);
  }
}
