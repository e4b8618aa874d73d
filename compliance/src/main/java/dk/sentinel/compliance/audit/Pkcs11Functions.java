package dk.sentinel.compliance.audit;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The functions of a vendor's PKCS#11 library, each linked once. Safe for several threads. Calling
 * native code is what this class is for, and the only place that does.
 */
@SuppressWarnings("restricted")
final class Pkcs11Functions {
  static final long OK = 0;

  private final SymbolLookup library;
  private final Map<String, MethodHandle> linked = new ConcurrentHashMap<>();

  Pkcs11Functions(Path library) {
    this.library = SymbolLookup.libraryLookup(library, Arena.global());
  }

  /**
   * Calls a function.
   *
   * @param alsoFine a return code that is no refusal either
   * @param arguments as the function takes them: Long, Byte or MemorySegment
   * @throws IllegalStateException with the return code when the token refuses
   */
  void call(String function, long alsoFine, Object... arguments) {
    long code;
    try {
      code =
          (long)
              linked
                  .computeIfAbsent(function, name -> link(name, arguments))
                  .invoke((Object) arguments);
    } catch (Throwable e) {
      throw new IllegalStateException(function + " cannot be called", e);
    }
    if (code != OK && code != alsoFine) {
      throw new IllegalStateException(
          "the token refused %s with code 0x%x".formatted(function, code));
    }
  }

  private MethodHandle link(String function, Object... arguments) {
    MemoryLayout[] types =
        Arrays.stream(arguments).map(Pkcs11Functions::layout).toArray(MemoryLayout[]::new);
    return Linker.nativeLinker()
        .downcallHandle(library.findOrThrow(function), FunctionDescriptor.of(JAVA_LONG, types))
        .asSpreader(Object[].class, types.length);
  }

  private static MemoryLayout layout(Object argument) {
    return switch (argument) {
      case Long number -> JAVA_LONG;
      case Byte truth -> JAVA_BYTE;
      case MemorySegment memory -> ADDRESS;
      default -> throw new IllegalArgumentException("no argument of a PKCS#11 function");
    };
  }
}
