package org.appctoolkit.report;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.appctoolkit.archive.ArchiveSummary;
import org.appctoolkit.document.Position;
import org.appctoolkit.finding.Finding;
import org.appctoolkit.finding.Place;
import org.appctoolkit.finding.Severity;
import org.appctoolkit.image.Packaging;
import org.appctoolkit.spec.ManifestKind;
import org.appctoolkit.validate.Judgement;

/** A report to be read by programs: one document of {@code findings.schema.json}. */
public final class JsonReport implements Report {
  private static final String DISCOVERY_PAGE = "discovery-page";

  private record Unread(String name, String reason) {}

  private final JsonWriter json;
  private final Tally tally = new Tally();
  private final List<Unread> unread = new ArrayList<>();

  /**
   * A report to a writer, which is begun at once.
   *
   * @param toolVersion the version of the program that judges
   */
  public JsonReport(PrintWriter out, String toolVersion) {
    json = new JsonWriter(out);
    json.beginObject().name("tool").beginObject();
    json.name("name").value("appc").name("version").value(toolVersion).endObject();
    json.name("files").beginArray();
  }

  @Override
  public void add(Judgement judgement) {
    tally.add(judgement.findings());
    json.beginObject().name("name").value(judgement.name()).name("kind");
    judgement
        .page()
        .map(page -> DISCOVERY_PAGE)
        .or(() -> judgement.kind().map(ManifestKind::id))
        .ifPresentOrElse(json::value, json::nullValue);
    json.name("specVersion").value(judgement.version().toString());
    judgement.image().ifPresent(image -> image(image, judgement.packaging()));
    json.name("findings").beginArray();
    judgement.findings().all().forEach(this::finding);
    json.endArray().endObject();
  }

  @Override
  public void addUnread(String name, String reason) {
    tally.addUnread();
    unread.add(new Unread(name, reason));
  }

  @Override
  public void end() {
    json.endArray().name("unread").beginArray();
    for (Unread file : unread) {
      json.beginObject().name("name").value(file.name());
      json.name("reason").value(file.reason()).endObject();
    }
    json.endArray().name("summary").beginObject();
    json.name("files").value(tally.files()).name("unread").value(tally.unread());
    json.name("errors").value(tally.count(Severity.ERROR));
    json.name("warnings").value(tally.count(Severity.WARNING));
    json.name("infos").value(tally.count(Severity.INFO)).endObject().endObject();
  }

  private void finding(Finding finding) {
    json.beginObject().name("rule").value(finding.rule());
    json.name("severity").value(finding.severity().id());
    json.name("level").value(finding.clause().levelAt(finding.version()).name());
    json.name("specVersion").value(finding.version().toString());
    json.name("message").value(finding.message());
    json.name("help").value(finding.help());
    if (finding.place() instanceof Place.InText there) {
      json.name("pointer").value(there.pointer().toString());
      position("start", there.region().start());
      position("end", there.region().end());
    } else if (finding.place() instanceof Place.InPage there) {
      position("start", there.region().start());
      position("end", there.region().end());
    } else if (finding.place() instanceof Place.InArchive there) {
      json.name("entry").value(there.entry());
      json.name("headerOffset").value(there.headerOffset());
    }
    json.name("reference").value(finding.clause().section().linkAt(finding.version())).endObject();
  }

  private void image(ArchiveSummary image, Optional<Packaging> packaging) {
    json.name("image").beginObject();
    json.name("format").value(id(image.format()));
    json.name("compression").value(id(image.compression()));
    json.name("imageId");
    image.imageIds().stream()
        .findFirst()
        .ifPresentOrElse(id -> json.value(id.toString()), json::nullValue);
    json.name("entries").value(image.entries());
    json.name("bytes").value(image.compressedBytes());
    json.name("uncompressedBytes").value(image.uncompressedBytes());
    json.name("complete").value(image.complete()).name("signatures").beginArray();
    packaging
        .map(Packaging::signatures)
        .orElse(List.of())
        .forEach(signature -> json.value(signature.fileName()));
    json.endArray().endObject();
  }

  private static String id(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void position(String name, Position position) {
    json.name(name).beginObject().name("line").value(position.line());
    json.name("column").value(position.column());
    json.name("offset").value(position.offset()).endObject();
  }
}
