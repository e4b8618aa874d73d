package dk.sentinel.api.audit;

import dk.sentinel.compliance.agreement.DocumentKind;
import dk.sentinel.compliance.audit.AuditAct;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;

/**
 * Examples of every act that any room can record, found on the class path and filled by the types
 * of their components: nobody has to remember to add one.
 */
final class EveryAct {
  private EveryAct() {}

  /**
   * Of each kind one with everything and one with nothing that may be missing; more where a word or
   * a yes or no changes the action.
   */
  static List<AuditAct> examples() {
    List<AuditAct> examples = new ArrayList<>();
    for (Class<?> kind : kinds()) {
      filled(kind, false).forEach(act -> examples.add((AuditAct) act));
      filled(kind, true).stream()
          .map(AuditAct.class::cast)
          .filter(bare -> !examples.contains(bare))
          .forEach(examples::add);
    }
    return examples;
  }

  static List<Class<?>> kinds() {
    var scanner =
        new ClassPathScanningCandidateComponentProvider(false) {
          @Override
          protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
            return definition.getMetadata().isConcrete();
          }
        };
    scanner.addIncludeFilter(new AssignableTypeFilter(AuditAct.class));
    List<Class<?>> kinds = new ArrayList<>();
    for (BeanDefinition found : scanner.findCandidateComponents("dk.sentinel")) {
      try {
        kinds.add(Class.forName(found.getBeanClassName()));
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
    return kinds;
  }

  private static List<Object> filled(Class<?> kind, boolean bare) {
    if (!kind.isRecord() || Modifier.isAbstract(kind.getModifiers())) {
      throw new IllegalStateException("an act is a record: " + kind);
    }
    List<List<@Nullable Object>> values = List.of(List.of());
    for (RecordComponent component : kind.getRecordComponents()) {
      List<List<@Nullable Object>> longer = new ArrayList<>();
      for (List<@Nullable Object> shorter : values) {
        for (@Nullable Object value : values(component, bare)) {
          List<@Nullable Object> more = new ArrayList<>(shorter);
          more.add(value);
          longer.add(more);
        }
      }
      values = longer;
    }
    return values.stream().map(arguments -> made(kind, arguments)).toList();
  }

  private static Object made(Class<?> kind, List<@Nullable Object> arguments) {
    try {
      Constructor<?> constructor =
          kind.getDeclaredConstructor(
              Arrays.stream(kind.getRecordComponents())
                  .map(RecordComponent::getType)
                  .toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(arguments.toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(kind + " of " + arguments, e);
    }
  }

  private static List<@Nullable Object> values(RecordComponent component, boolean bare) {
    if (bare && component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
      return Collections.singletonList(null);
    }
    Class<?> type = component.getType();
    String name = component.getName();
    if (type == String.class) {
      return switch (name) {
        case "format" -> List.of("json", "pdf");
        case "hex", "value", "subject" -> List.of("0123456789abcdef".repeat(4));
        default -> List.of("word");
      };
    }
    if (type == boolean.class) {
      return List.of(true, false);
    }
    if (type.isEnum()) {
      return List.of(type.getEnumConstants());
    }
    if (type.isRecord()) {
      return onePerDocument(filled(type, bare));
    }
    return List.of(single(type));
  }

  /** Which document an act is about changes its action. */
  private static List<@Nullable Object> onePerDocument(List<Object> filled) {
    Map<Boolean, Object> found = new TreeMap<>();
    filled.forEach(
        each -> found.putIfAbsent(each.toString().contains(DocumentKind.CONSENT.name()), each));
    return List.copyOf(found.values());
  }

  private static Object single(Class<?> type) {
    Map<Class<?>, Object> known =
        Map.of(
            int.class,
            3,
            Integer.class,
            3,
            long.class,
            4L,
            Long.class,
            4L,
            UUID.class,
            new UUID(1, 2),
            Instant.class,
            Instant.parse("2026-01-01T00:00:00Z"),
            LocalDate.class,
            LocalDate.parse("2026-01-01"),
            List.class,
            List.of("word"),
            Map.class,
            Map.of("thing", 5));
    Object value = known.get(type);
    if (value == null) {
      throw new IllegalStateException("no example of a " + type);
    }
    return value;
  }
}
