package org.appctoolkit.discovery;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.appctoolkit.document.Quote;

/**
 * A template of URLs (RFC 6570), of which this renders what discovery needs.
 *
 * <p>Rendered are <code>{var}</code> and <code>{+var}</code>. As in the examples of the
 * specification, the slashes of the name stay as they are; of all other values <code>{var}</code>
 * writes everything but letters, digits and {@code - . _ ~} with percent signs, so that no label
 * can lead to another folder. Other operators, lists and modifiers are read, but not rendered. The
 * text is read whatever it is; {@link #fault()} says what is wrong with it.
 */
public final class UrlTemplate {
  private static final String UNRESERVED = "-._~";
  private static final String RESERVED = ":/?#[]@!$&'()*+,;=";

  /** RFC 6570, section 2.1, has these neither in literals nor anywhere else in a template. */
  private static final String NO_LITERALS = "\"<>\\^`|";

  private static final String VARIABLE =
      "(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})++(?:\\.(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})++)*+";
  private static final String MODIFIER = "(?::[1-9][0-9]{0,3}|\\*)?";
  private static final Pattern EXPRESSION =
      Pattern.compile(
          "([+#./;?&=,!@|]?)(" + VARIABLE + MODIFIER + "(?:," + VARIABLE + MODIFIER + ")*+)");
  private static final Pattern TRIPLET = Pattern.compile("%[0-9A-Fa-f]{2}");
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*+(?=:)");
  private static final Pattern DOT_SEGMENT = Pattern.compile("(?:^|/)(?:\\.|%2[Ee]){1,2}(?=/|$)");

  /**
   * What stands in braces.
   *
   * @param text all of it, with the braces
   * @param operator the operator before the variables; empty for none
   * @param variables the names of the variables
   * @param simple whether it is one variable without operator or modifier
   */
  public record Expression(String text, String operator, List<String> variables, boolean simple) {
    /** Copies the variables. */
    public Expression {
      variables = List.copyOf(variables);
    }

    /** Whether it is rendered here. */
    boolean isRendered() {
      return simple || (operator.equals("+") && text.equals("{+" + variables.get(0) + "}"));
    }
  }

  /** What comes of rendering. */
  public sealed interface Expansion {
    /** A URL. */
    record Url(URI url) implements Expansion {}

    /** Values that are not known; the names of their variables, in the order of the template. */
    record Missing(List<String> variables) implements Expansion {
      /** Copies the variables. */
      public Missing {
        variables = List.copyOf(variables);
      }
    }

    /** No URL; the reason in lower case, without full stop. */
    record NoUrl(String reason) implements Expansion {}
  }

  /** A literal, or an expression. */
  private record Part(String literal, Optional<Expression> expression) {}

  private final String text;
  private final List<Part> parts;
  private final Optional<String> fault;

  private UrlTemplate(String text, List<Part> parts, Optional<String> fault) {
    this.text = text;
    this.parts = List.copyOf(parts);
    this.fault = fault;
  }

  /** Reads a text as a template, whatever it is. */
  public static UrlTemplate of(String text) {
    List<Part> parts = new ArrayList<>();
    Optional<String> fault = Optional.empty();
    int at = 0;
    while (at < text.length()) {
      int open = text.indexOf('{', at);
      String literal = text.substring(at, open < 0 ? text.length() : open);
      parts.add(new Part(literal, Optional.empty()));
      fault = fault.or(() -> faultOfLiteral(literal));
      if (open < 0) {
        break;
      }
      int close = text.indexOf('}', open);
      if (close < 0) {
        fault = fault.or(() -> Optional.of("there is a { without a }"));
        break;
      }
      String inner = text.substring(open + 1, close);
      Matcher matcher = EXPRESSION.matcher(inner);
      if (matcher.matches()) {
        parts.add(new Part("", Optional.of(expression(matcher))));
      } else {
        fault = fault.or(() -> Optional.of(Quote.of("{" + inner + "}") + " is no expression"));
      }
      at = close + 1;
    }
    return new UrlTemplate(text, parts, fault);
  }

  private static Expression expression(Matcher matcher) {
    List<String> variables = new ArrayList<>();
    for (String variable : matcher.group(2).split(",", -1)) {
      variables.add(variable.replaceFirst("(?::[0-9]+|\\*)$", ""));
    }
    return new Expression(
        "{" + matcher.group() + "}",
        matcher.group(1),
        variables,
        matcher.group().equals(variables.get(0)));
  }

  private static Optional<String> faultOfLiteral(String literal) {
    for (int i = 0; i < literal.length(); i++) {
      char c = literal.charAt(i);
      if (c == '}') {
        return Optional.of("there is a } without a {");
      }
      if (c == '%' && !TRIPLET.matcher(literal).region(i, literal.length()).lookingAt()) {
        return Optional.of("a percent sign stands before something else than two hex digits");
      }
      if (c <= ' ' || c == 0x7f || NO_LITERALS.indexOf(c) >= 0) {
        return Optional.of(
            "the character " + Quote.of(Character.toString(c)) + " cannot stand in it");
      }
    }
    return Optional.empty();
  }

  /** The text that was read. */
  public String text() {
    return text;
  }

  /** Why it is no template of RFC 6570; lower case, no full stop. */
  public Optional<String> fault() {
    return fault;
  }

  /** What stands in braces, in its order, as far as it has the form of that. */
  public List<Expression> expressions() {
    return parts.stream().flatMap(part -> part.expression().stream()).toList();
  }

  /** The names of all variables, in the order in which they first occur. */
  public Set<String> variables() {
    Set<String> variables = new LinkedHashSet<>();
    expressions().forEach(expression -> variables.addAll(expression.variables()));
    return variables;
  }

  /** The scheme in lower case; empty if there is none, or if it is a variable. */
  public String scheme() {
    Matcher matcher = SCHEME.matcher(text);
    return matcher.lookingAt() ? matcher.group().toLowerCase(Locale.ROOT) : "";
  }

  /**
   * Renders it.
   *
   * @param values the value of a variable, if it has one; {@code name} is that of the image
   */
  public Expansion expand(Function<String, Optional<String>> values) {
    if (fault.isPresent()) {
      return new Expansion.NoUrl(fault.get());
    }
    for (Expression expression : expressions()) {
      if (!expression.isRendered()) {
        return new Expansion.NoUrl(
            Quote.of(expression.text())
                + " is more than appc renders: a single variable, or {+var}");
      }
    }
    List<String> missing =
        variables().stream().filter(variable -> values.apply(variable).isEmpty()).toList();
    if (!missing.isEmpty()) {
      return new Expansion.Missing(missing);
    }
    StringBuilder url = new StringBuilder();
    for (Part part : parts) {
      encode(part.literal(), RESERVED, true, url);
      if (part.expression().isPresent()) {
        Expression expression = part.expression().get();
        String variable = expression.variables().get(0);
        boolean reserved = expression.operator().equals("+");
        String kept = reserved ? RESERVED : variable.equals("name") ? "/" : "";
        encode(values.apply(variable).orElse(""), kept, reserved, url);
      }
    }
    return url(url.toString());
  }

  /**
   * An absolute URL that can be asked for, if its scheme is http or https; or why it is none.
   *
   * @param text the URL as it is written
   */
  public static Expansion url(String text) {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      return new Expansion.NoUrl(Quote.of(text) + " is no URL");
    }
    if (!url.isAbsolute() || url.isOpaque()) {
      return new Expansion.NoUrl(Quote.of(text) + " is no absolute URL");
    }
    if (!WebRequest.isWeb(url)) {
      return new Expansion.Url(url);
    }
    Optional<String> fault = WebRequest.fault(url);
    if (fault.isPresent()) {
      return new Expansion.NoUrl(Quote.of(text) + " " + fault.get());
    }
    return DOT_SEGMENT.matcher(Optional.ofNullable(url.getRawPath()).orElse("")).find()
        ? new Expansion.NoUrl(Quote.of(text) + " has . or .. in its path")
        : new Expansion.Url(url);
  }

  /** Appends a text, with percent signs for what is neither unreserved nor to be kept. */
  private static void encode(String text, String kept, boolean keepsTriplets, StringBuilder url) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      char c = (char) (bytes[i] & 0xff);
      if (isUnreserved(c) || kept.indexOf(c) >= 0 || (keepsTriplets && isTriplet(bytes, i))) {
        url.append(c);
      } else {
        url.append(String.format("%%%02X", (int) c));
      }
    }
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || UNRESERVED.indexOf(c) >= 0;
  }

  private static boolean isTriplet(byte[] bytes, int at) {
    return bytes[at] == '%'
        && at + 2 < bytes.length
        && Character.digit(bytes[at + 1], 16) >= 0
        && Character.digit(bytes[at + 2], 16) >= 0;
  }
}
