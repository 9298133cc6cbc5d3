package org.appctoolkit.cli;

import java.io.IOException;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.appctoolkit.archive.ArchiveFault;
import org.appctoolkit.archive.ArchiveSummary;
import org.appctoolkit.archive.ArchiveVisitor;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryContent;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.archive.ExtendedAttribute;
import org.appctoolkit.archive.ImageSource;
import org.appctoolkit.archive.Octets;
import org.appctoolkit.input.UnreadableException;
import org.appctoolkit.report.JsonWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code appc image ls}. */
@Command(name = "ls", description = "List what is in an image.", sortOptions = false)
final class ImageListCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "An image archive or a layout; - for standard input.")
  private String name = "";

  @Option(
      names = {"-l", "--long"},
      description = "Show mode, owners, size, time (UTC) and link as well.")
  private boolean isLong;

  @Option(
      names = "--format",
      paramLabel = "text|json",
      converter = FormatConverter.class,
      description =
          "Form of the list (default: text); json always tells everything, by the schema that"
              + " appc schema entries prints.")
  private Format format = Format.TEXT;

  @Mixin private ArchiveLimitOptions limits = new ArchiveLimitOptions();

  ImageListCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  private enum Format {
    TEXT,
    JSON
  }

  private static final class FormatConverter extends Choice<Format> {
    FormatConverter() {
      super(Format.class);
    }
  }

  @Override
  public Integer call() {
    try (ImageInput image = ImageInput.open(name, surroundings)) {
      FaultReport faults = new FaultReport(surroundings, image.source().name());
      if (format == Format.TEXT) {
        read(image.source(), faults, isLong ? this::line : this::name);
      } else {
        json(image.source(), faults);
      }
      return faults.end().code();
    } catch (UnreadableException e) {
      surroundings.tell(name + ": " + e.reason());
    } catch (IOException e) {
      surroundings.tell(name + ": " + UnreadableException.reason(e));
    }
    return ExitStatus.NOT_READ.code();
  }

  private interface Printer {
    void print(Entry entry);
  }

  private ArchiveSummary read(ImageSource source, FaultReport faults, Printer printer)
      throws IOException {
    return source.read(
        limits.limits(),
        Set.of(),
        new ArchiveVisitor() {
          @Override
          public Next entry(Entry entry, EntryContent content) {
            printer.print(entry);
            return Next.CONTINUE;
          }

          @Override
          public void fault(ArchiveFault fault) {
            faults.add(fault);
          }
        });
  }

  private void name(Entry entry) {
    surroundings.out().print(EntryLine.name(entry) + "\n");
  }

  private void line(Entry entry) {
    surroundings.out().print(EntryLine.of(entry) + "\n");
  }

  // --- JSON

  private void json(ImageSource source, FaultReport faults) throws IOException {
    JsonWriter json = new JsonWriter(surroundings.out()).beginObject();
    json.name("image").value(source.name());
    json.name("entries").beginArray();
    ArchiveSummary summary = read(source, faults, entry -> json(entry, json));
    json.endArray();
    json.name("complete").value(summary.complete());
    json.name("faults").value(summary.faults()).endObject();
  }

  private static void json(Entry entry, JsonWriter json) {
    json.beginObject();
    text("name", entry.name(), json);
    json.name("type").value(entry.type().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    json.name("mode").value("%04o".formatted(entry.permissions()));
    json.name("uid").value(entry.user().id());
    json.name("gid").value(entry.group().id());
    optional("user", entry.user().name(), json);
    optional("group", entry.group().name(), json);
    json.name("size").value(entry.size());
    json.name("modified").value(entry.modified().toString());
    optional("link", entry.linkName(), json);
    if (entry.type() == EntryType.CHARACTER_DEVICE || entry.type() == EntryType.BLOCK_DEVICE) {
      json.name("major").value(entry.device().major());
      json.name("minor").value(entry.device().minor());
    }
    if (!entry.attributes().isEmpty()) {
      json.name("attributes").beginArray();
      for (ExtendedAttribute attribute : entry.attributes()) {
        json.beginObject();
        text("name", attribute.name(), json);
        json.name("valueBase64").value(base64(attribute.value())).endObject();
      }
      json.endArray();
    }
    json.endObject();
  }

  private static void optional(String key, Octets text, JsonWriter json) {
    if (!text.isEmpty()) {
      text(key, text, json);
    }
  }

  /** The text, and the bytes if they are none. */
  private static void text(String key, Octets text, JsonWriter json) {
    json.name(key).value(text.text());
    if (!text.isUtf8()) {
      json.name(key + "Base64").value(base64(text));
    }
  }

  private static String base64(Octets bytes) {
    return Base64.getEncoder().encodeToString(bytes.bytes());
  }
}
