package org.appctoolkit.validate;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Nearest;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.document.Quote;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.spec.ManifestKind;
import org.appctoolkit.spec.Schemas;
import org.appctoolkit.spec.SpecVersion;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Judges the structure of a document by the schema of its kind and version.
 *
 * <p>Each violation becomes a {@link Violation} of the clause that the schema cites at the broken
 * constraint. Where a value has the wrong type, nothing else is said about it.
 */
final class StructureCheck {
  /** The clause of keys that the schema of another version has; schemas themselves say it. */
  static final String KEY_OF_ANOTHER_VERSION = "keys-belong-to-their-version";

  /** Draft 2020-12 with the keywords by which our schemas cite clauses. */
  private static final Dialect DIALECT =
      Dialect.builder(Dialects.getDraft202012())
          .keyword(new NonValidationKeyword("x-clause"))
          .keyword(new NonValidationKeyword("x-violation"))
          .keyword(new NonValidationKeyword("x-elsewhere"))
          .build();

  private final JsonNode source;
  private final Schema schema;

  StructureCheck(ManifestKind kind, SpecVersion version) {
    source = JsonMapper.builder().build().readTree(Schemas.text(kind, version));
    schema =
        SchemaRegistry.withDialect(
                DIALECT,
                builder ->
                    builder.schemaRegistryConfig(
                        SchemaRegistryConfig.builder()
                            .locale(Locale.ROOT)
                            .regularExpressionFactory(
                                pattern -> {
                                  Pattern compiled = compile(pattern);
                                  return text -> compiled.matcher(text).find();
                                })
                            .build()))
            .getSchema(source);
  }

  /**
   * The schema's regular expressions as Java's: {@code $} matches at the very end only, and loops
   * are possessive, because a backtracking loop over a group exhausts the stack on long texts. The
   * expressions of the schemas mean the same either way.
   */
  private static Pattern compile(String pattern) {
    return Pattern.compile(pattern.replace("$", "\\z").replace(")*", ")*+"));
  }

  List<Violation> check(Json root) {
    List<Error> errors = schema.validate(JsonTree.of(root));
    Set<NodePath> mistyped = new HashSet<>();
    for (Error error : errors) {
      if (error.getKeyword().equals("type")) {
        mistyped.add(error.getInstanceLocation());
      }
    }
    List<Violation> violations = new ArrayList<>();
    for (Error error : errors) {
      if (error.getKeyword().equals("type") || !mistyped.contains(error.getInstanceLocation())) {
        violations.add(violation(error));
      }
    }
    return violations;
  }

  private Violation violation(Error error) {
    NodePath place = error.getSchemaLocation().getFragment();
    JsonNode constraints = at(place, place.getNameCount() - 1);
    Pointer pointer = pointer(error.getInstanceLocation());
    String keyword = error.getKeyword();
    JsonNode instance = error.getInstanceNode();
    return switch (keyword) {
      case "required" -> {
        String key = error.getProperty();
        yield of(
            constraints.path("x-clause").path(keyword).path(key),
            Problem.at(pointer, "the key " + Quote.of(key) + " is missing"));
      }
      case "additionalProperties" -> unknownKey(constraints, pointer, error.getProperty());
      case "propertyNames" -> {
        String key = error.getProperty();
        JsonNode names = constraints.path("propertyNames");
        yield of(
            resolve(names).path("x-clause").path("pattern"),
            Problem.atKey(
                pointer.key(key),
                "the key " + Quote.of(key) + " " + violationText(resolve(names))));
      }
      default ->
          of(
              constraints.path("x-clause").path(keyword),
              Problem.at(pointer, message(keyword, constraints, pointer, instance)));
    };
  }

  private JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? source.at(node.path("$ref").asString().substring(1)) : node;
  }

  private static String message(
      String keyword, JsonNode constraints, Pointer pointer, JsonNode instance) {
    JsonNode bound = constraints.path(keyword);
    return switch (keyword) {
      case "type" -> subject(pointer) + " is " + kind(instance) + ", not " + kinds(bound);
      case "const" -> shown(instance) + " is not " + shown(bound);
      case "enum" -> {
        List<String> values = new ArrayList<>();
        bound.forEach(value -> values.add(value.asString()));
        yield shown(instance) + " is none of " + String.join(", ", values);
      }
      case "pattern" -> shown(instance) + " " + violationText(constraints);
      case "minLength", "minItems" -> subject(pointer) + " is empty";
      case "minimum" -> shown(instance) + " is below " + bound.asString();
      case "maximum" -> shown(instance) + " is above " + bound.asString();
      default -> throw new IllegalStateException("no words for the keyword " + keyword);
    };
  }

  private Violation unknownKey(JsonNode constraints, Pointer object, String key) {
    Pointer pointer = object.key(key);
    JsonNode elsewhere = constraints.path("x-elsewhere").path(key);
    if (elsewhere.isObject()) {
      String message =
          "the key "
              + Quote.of(key)
              + " is not one of this version ("
              + elsewhere.path("versions").asString()
              + ")";
      String help =
          elsewhere.has("replacedBy")
              ? "use " + elsewhere.path("replacedBy").asString()
              : "executors of this version ignore it; acVersion may name the wrong version";
      return Violation.of(KEY_OF_ANOTHER_VERSION, Problem.atKey(pointer, message).help(help));
    }
    Set<String> known = new TreeSet<>();
    constraints.path("properties").properties().forEach(property -> known.add(property.getKey()));
    String help =
        Nearest.to(key, known).stream()
            .findFirst()
            .map(name -> "did you mean " + Quote.of(name) + "?")
            .orElse("known here: " + String.join(", ", known));
    return of(
        constraints.path("x-clause").path("additionalProperties"),
        Problem.atKey(pointer, "unknown key " + Quote.of(key)).help(help));
  }

  private static Violation of(JsonNode clause, Problem problem) {
    return Violation.of(clause.asString(), problem);
  }

  private JsonNode at(NodePath place, int length) {
    JsonNode node = source;
    for (int i = 0; i < length; i++) {
      Object element = place.getElement(i);
      node =
          element instanceof Integer index && node.isArray()
              ? node.path(index)
              : node.path(element.toString());
    }
    return node;
  }

  private static Pointer pointer(NodePath path) {
    Pointer pointer = Pointer.ROOT;
    for (int i = 0; i < path.getNameCount(); i++) {
      pointer = pointer.key(path.getElement(i).toString());
    }
    return pointer;
  }

  private static String violationText(JsonNode constraints) {
    return constraints.path("x-violation").asString();
  }

  private static String subject(Pointer pointer) {
    List<String> tokens = pointer.tokens();
    if (tokens.isEmpty()) {
      return "the manifest";
    }
    String last = tokens.get(tokens.size() - 1);
    if (last.matches("0|[1-9][0-9]{0,8}")) {
      return "this value";
    }
    return last.matches("[A-Za-z0-9_.-]{1,40}") ? last : Quote.of(last);
  }

  private static String shown(JsonNode node) {
    String text = node.isString() ? node.asString() : node.toString();
    return node.isString() || text.length() > 40 ? Quote.of(text) : Quote.escape(text);
  }

  private static String kind(JsonNode node) {
    return node.isNull() ? "null" : kind(node.getNodeType().name().toLowerCase(Locale.ROOT));
  }

  private static String kinds(JsonNode types) {
    List<String> kinds = new ArrayList<>();
    if (types.isArray()) {
      types.forEach(type -> kinds.add(kind(type.asString())));
    } else {
      kinds.add(kind(types.asString()));
    }
    return String.join(" or ", kinds);
  }

  private static String kind(String type) {
    return switch (type) {
      case "object", "array", "integer" -> "an " + type;
      case "null" -> type;
      default -> "a " + type;
    };
  }
}
