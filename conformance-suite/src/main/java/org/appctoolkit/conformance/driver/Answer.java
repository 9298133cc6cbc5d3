package org.appctoolkit.conformance.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.appctoolkit.conformance.driver.PodStatus.AppStatus;
import org.appctoolkit.conformance.driver.PodStatus.IsolatorFate;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Limits;
import org.appctoolkit.document.Malformation;
import org.appctoolkit.document.Quote;
import org.appctoolkit.document.Source;

/**
 * The document that a driver has printed, read as the message that it should be. What the schemas
 * of the messages refuse is refused; fields that they do not know are passed over.
 */
final class Answer {
  /** The version of the protocol. */
  static final int PROTOCOL = 1;

  private static final Pattern NAME = Pattern.compile("[^\\x00-\\x1F\\x7F]{1,200}");
  private static final Pattern WORD = Pattern.compile("[!-~]{1,200}");
  private static final Pattern VERSION = Pattern.compile("[0-9]{1,9}\\.[0-9]{1,9}\\.[0-9]{1,9}");
  private static final Pattern IMAGE = Pattern.compile("[0-9a-z]{1,32}-[0-9a-f]{16,128}");
  private static final Pattern POD = Pattern.compile("[!-,.-~][!-~]{0,999}");
  private static final Pattern ANY = Pattern.compile(".*", Pattern.DOTALL);
  private static final Pattern SOME = Pattern.compile(".+", Pattern.DOTALL);
  private static final Pattern OUTCOME = Pattern.compile("enforced|modified|ignored");
  private static final int MOST_EXIT = 255;
  private static final int FIRST_SIGNAL = 1;

  private final Json.Obj object;

  private Answer(Json.Obj object) {
    this.object = object;
  }

  /** That a document is not the message that it should be; the message says where and why. */
  static final class UnexpectedException extends Exception {
    private static final long serialVersionUID = 1L;

    UnexpectedException(String message) {
      super(message);
    }
  }

  /** Reads a document, which is one object and nothing beside it. */
  static Answer read(Source source) throws UnexpectedException {
    Document document = Document.read(source, Limits.DEFAULT);
    if (!document.malformations().isEmpty()) {
      Malformation first = document.malformations().get(0);
      throw new UnexpectedException(
          "the output is no JSON document: %s (line %d, column %d)"
              .formatted(
                  first.message(), first.region().start().line(), first.region().start().column()));
    }
    return new Answer(object(document.root().orElseThrow()));
  }

  // --- messages

  RuntimeDescription description() throws UnexpectedException {
    int protocol = integer("protocol", 0, Integer.MAX_VALUE).orElseThrow(() -> missing("protocol"));
    if (protocol != PROTOCOL) {
      throw new UnexpectedException(
          "the driver speaks version %d of the protocol, the suite version %d"
              .formatted(protocol, PROTOCOL));
    }
    Set<String> capabilities = new TreeSet<>();
    for (Json each : array("capabilities").orElseThrow(() -> missing("capabilities"))) {
      capabilities.add(text(each, WORD, "a word of up to 200 printable ASCII characters"));
    }
    return new RuntimeDescription(
        required("name", NAME, "a name of up to 200 characters"),
        required("version", NAME, "a version of up to 200 characters"),
        optional("specVersion", VERSION, "a version such as 0.8.11").orElse(""),
        capabilities);
  }

  String image() throws UnexpectedException {
    return required("image", IMAGE, "an image ID such as sha512- and hexadecimal digits");
  }

  String pod() throws UnexpectedException {
    return required("pod", POD, "a word of ASCII that does not begin with a dash");
  }

  /**
   * A status.
   *
   * @param pod the pod that was asked for
   */
  PodStatus status(String pod) throws UnexpectedException {
    String told = required("pod", ANY, "text");
    if (!told.equals(pod)) {
      throw new UnexpectedException("/pod is %s, not %s".formatted(Quote.of(told), Quote.of(pod)));
    }
    List<AppStatus> apps = new ArrayList<>();
    for (Json each : array("apps").orElseThrow(() -> missing("apps"))) {
      Answer app = new Answer(object(each));
      apps.add(
          new AppStatus(
              app.required("name", ANY, "text"),
              app.required("state", WORD, "a word"),
              app.integer("exit", 0, MOST_EXIT),
              app.integer("signal", FIRST_SIGNAL, MOST_EXIT)));
    }
    List<IsolatorFate> isolators = new ArrayList<>();
    for (Json each : array("isolators").orElse(List.of())) {
      Answer isolator = new Answer(object(each));
      isolators.add(
          new IsolatorFate(
              isolator.optional("app", ANY, "text"),
              isolator.required("name", ANY, "text"),
              isolator.required("outcome", OUTCOME, "enforced, modified or ignored"),
              isolator.optional("reason", ANY, "text").orElse("")));
    }
    return new PodStatus(
        optional("uuid", ANY, "text"),
        required("state", WORD, "a word"),
        integer("exit", 0, MOST_EXIT),
        optional("reason", ANY, "text"),
        optional("address", WORD, "an address"),
        apps,
        isolators);
  }

  /** Whether the runtime says that it still has all that was written; true if it says nothing. */
  boolean logs() throws UnexpectedException {
    Optional<Json> complete = object.get("complete");
    if (complete.isEmpty()) {
      return true;
    }
    if (complete.get() instanceof Json.Bool told) {
      return told.value();
    }
    throw mistyped(complete.get(), "a boolean");
  }

  String refusal() throws UnexpectedException {
    return required("reason", SOME, "a reason");
  }

  // --- values

  private static Json.Obj object(Json value) throws UnexpectedException {
    if (value instanceof Json.Obj object) {
      return object;
    }
    throw mistyped(value, "an object");
  }

  private Optional<List<Json>> array(String key) throws UnexpectedException {
    Optional<Json> value = object.get(key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.get() instanceof Json.Arr array) {
      return Optional.of(array.elements());
    }
    throw mistyped(value.get(), "an array");
  }

  private OptionalInt integer(String key, int least, int most) throws UnexpectedException {
    Optional<Json> value = object.get(key);
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    if (value.get() instanceof Json.Num number && number.isInteger()) {
      // What is written with a huge exponent is compared before it is written out.
      double rough = number.value().doubleValue();
      if (rough >= least && rough <= most) {
        return OptionalInt.of(number.value().intValueExact());
      }
    }
    String wanted = "an integer from %d to %d".formatted(least, most);
    if (value.get() instanceof Json.Num number) {
      throw new UnexpectedException(
          "%s is %s, not %s".formatted(number.pointer(), number.text(), wanted));
    }
    throw mistyped(value.get(), wanted);
  }

  private String required(String key, Pattern form, String wanted) throws UnexpectedException {
    return optional(key, form, wanted).orElseThrow(() -> missing(key));
  }

  private Optional<String> optional(String key, Pattern form, String wanted)
      throws UnexpectedException {
    Optional<Json> value = object.get(key);
    return value.isEmpty() ? Optional.empty() : Optional.of(text(value.get(), form, wanted));
  }

  private static String text(Json value, Pattern form, String wanted) throws UnexpectedException {
    if (!(value instanceof Json.Str text)) {
      throw mistyped(value, "a string");
    }
    if (!form.matcher(text.value()).matches()) {
      throw new UnexpectedException(
          "%s is %s, not %s".formatted(place(value), Quote.of(text.value()), wanted));
    }
    return text.value();
  }

  private UnexpectedException missing(String key) {
    return new UnexpectedException(
        "the key %s is missing in %s".formatted(Quote.of(key), place(object)));
  }

  private static UnexpectedException mistyped(Json value, String wanted) {
    return new UnexpectedException(
        "%s is %s, not %s".formatted(place(value), value.kind(), wanted));
  }

  private static String place(Json value) {
    String pointer = Quote.escape(value.pointer().toString());
    return pointer.isEmpty() ? "the document" : pointer;
  }
}
