package org.appctoolkit.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.appctoolkit.archive.ArchiveFault;
import org.appctoolkit.archive.ArchiveVisitor;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryContent;
import org.appctoolkit.archive.ImageArchive;
import org.appctoolkit.archive.ImageSource;
import org.appctoolkit.archive.Octets;
import org.appctoolkit.dependency.KnownImage;
import org.appctoolkit.discovery.Discovered;
import org.appctoolkit.discovery.Discovery;
import org.appctoolkit.discovery.DiscoverySettings;
import org.appctoolkit.discovery.Endpoint;
import org.appctoolkit.discovery.ImageReference;
import org.appctoolkit.discovery.Opened;
import org.appctoolkit.discovery.Reply;
import org.appctoolkit.discovery.Web;
import org.appctoolkit.discovery.WebException;
import org.appctoolkit.discovery.WebRequest;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Quote;
import org.appctoolkit.document.Source;
import org.appctoolkit.input.UnreadableException;
import org.appctoolkit.signature.DetachedSignatures;
import org.appctoolkit.signature.Keyring;
import org.appctoolkit.signature.PgpException;
import org.appctoolkit.signature.PgpLimits;
import org.appctoolkit.signature.SignatureVerdict;
import org.appctoolkit.signature.Verification;
import org.appctoolkit.store.Addition;
import org.appctoolkit.store.Arrival;
import org.appctoolkit.store.ImageStore;

/**
 * The way of one image from its publisher into a store: discovered, downloaded, verified, compared
 * with what was asked for, added.
 *
 * @param surroundings where what happens is told
 * @param pages the network for discovery, signatures and keys
 * @param images the network for images, with more time
 * @param discovery how to discover
 * @param trust whose signatures count
 * @param keyring the keys of the files that were named
 * @param most the longest archive that is downloaded
 * @param limits what is read of it
 * @param store where it goes
 * @param clock for the validity of keys
 */
record Fetching(
    Surroundings surroundings,
    Web pages,
    Web images,
    DiscoverySettings discovery,
    TrustOptions trust,
    Keyring keyring,
    long most,
    ArchiveLimitOptions limits,
    ImageStore store,
    InstantSource clock) {
  /** Where downloads wait to be complete, beside the images of the store. */
  private static final Path DOWNLOADS = Path.of("downloads");

  private static final String MANIFEST = "manifest";

  /**
   * Fetches an image.
   *
   * @return the image, as it is in the store
   * @throws FetchException if it is not there or refused
   * @throws IOException if the store cannot be written
   */
  KnownImage fetch(Wanted wanted) throws IOException, FetchException {
    List<Endpoint> endpoints;
    Keyring keys = keyring;
    if (wanted.url().isPresent()) {
      URI url = wanted.url().get();
      endpoints = List.of(new Endpoint(url.toString(), url, signatureOf(url)));
    } else {
      Discovered discovered = discover(wanted.name().orElseThrow());
      endpoints = discovered.endpoints().stream().filter(Endpoint::isFetchable).toList();
      if (endpoints.isEmpty()) {
        throw new FetchException(ExitStatus.FINDINGS, "no template for it is an http or https URL");
      }
      if (trust.trustsDiscovered()) {
        keys = keys(discovered.publicKeys());
      }
    }
    for (int i = 0; ; i++) {
      try {
        return fetch(wanted, endpoints.get(i), keys);
      } catch (FetchException e) {
        if (i + 1 == endpoints.size()) {
          throw e;
        }
        surroundings.tell(wanted.words() + ": " + e.reason() + "; the next template is tried");
      }
    }
  }

  /** The URL with {@code .asc} behind its path; a query stays the same. */
  private static URI signatureOf(URI image) {
    String text = image.toString();
    int query = text.indexOf('?');
    int end = query < 0 ? text.length() : query;
    return URI.create(text.substring(0, end) + ".asc" + text.substring(end));
  }

  private Discovered discover(ImageReference name) throws FetchException {
    Discovered discovered = Discovery.discover(name, pages, discovery);
    if (discovered.obstacle().isPresent()) {
      throw new FetchException(
          DiscoverCommand.status(discovered.obstacle().get().kind()),
          discovered.obstacle().get().message() + "; appc discover " + name + " tells more");
    }
    return discovered;
  }

  private Keyring keys(List<URI> urls) throws FetchException {
    if (urls.isEmpty()) {
      throw new FetchException(ExitStatus.FINDINGS, "its page names no public keys");
    }
    List<Keyring> keyrings = new ArrayList<>();
    for (URI url : urls) {
      if (!WebRequest.isSecure(url) && !discovery.insecureHttp()) {
        throw new FetchException(
            ExitStatus.FINDINGS, url + ": keys are not trusted that do not come by https");
      }
      byte[] bytes = small(url, PgpLimits.DEFAULT.keyringBytes());
      try {
        keyrings.add(Keyring.read(new ByteArrayInputStream(bytes), PgpLimits.DEFAULT));
      } catch (PgpException e) {
        throw new FetchException(status(e), url + ": " + e.reason());
      } catch (IOException e) {
        throw new FetchException(ExitStatus.NOT_READ, url + ": " + UnreadableException.reason(e));
      }
    }
    return Keyring.of(keyrings);
  }

  private KnownImage fetch(Wanted wanted, Endpoint endpoint, Keyring keys)
      throws IOException, FetchException {
    Optional<Octets> signature = Optional.empty();
    Optional<DetachedSignatures> signatures = Optional.empty();
    if (!trust.isSkipped()) {
      byte[] bytes = small(endpoint.signature(), PgpLimits.DEFAULT.signatureBytes());
      try {
        signatures =
            Optional.of(
                DetachedSignatures.read(new ByteArrayInputStream(bytes), PgpLimits.DEFAULT));
      } catch (PgpException e) {
        throw new FetchException(status(e), endpoint.signature() + ": " + e.reason());
      }
      signature = signatures.filter(DetachedSignatures::isArmoured).map(it -> Octets.of(bytes));
    }
    try (Download download = Download.of(endpoint.image(), store.path().resolve(DOWNLOADS))) {
      try {
        download.complete(images, discovery, bound(wanted), new Progress(surroundings));
      } catch (WebException e) {
        if (download.length() == 0) {
          download.discard();
        }
        throw new FetchException(ExitStatus.NOT_READ, endpoint.image() + ": " + e.reason());
      } catch (FetchException e) {
        download.discard();
        throw e;
      }
      try {
        check(wanted, download, signatures, keys);
        return added(wanted, download, signature);
      } finally {
        // Whether it is in the store now or was refused: it is not asked for again.
        download.discard();
      }
    }
  }

  /** How long it may be: no longer than its dependent says, and no longer than any archive. */
  private Download.Bound bound(Wanted wanted) {
    return wanted.size().isPresent() && wanted.size().getAsLong() < most
        ? new Download.Bound(
            wanted.size().getAsLong(), ExitStatus.FINDINGS, ", as its dependent says")
        : new Download.Bound(most, ExitStatus.LIMIT, "");
  }

  /** What a publisher serves as keys or signatures and is none, another attempt does not mend. */
  private static ExitStatus status(PgpException e) {
    return e.kind() == PgpException.Kind.LIMIT ? ExitStatus.LIMIT : ExitStatus.FINDINGS;
  }

  private void check(
      Wanted wanted, Download download, Optional<DetachedSignatures> signatures, Keyring keys)
      throws IOException, FetchException {
    if (wanted.size().isPresent() && wanted.size().getAsLong() != download.length()) {
      throw new FetchException(
          ExitStatus.FINDINGS,
          "it has "
              + download.length()
              + " bytes, and not the "
              + wanted.size().getAsLong()
              + " that its dependent says");
    }
    if (signatures.isPresent()) {
      verify(wanted, download, signatures.get(), keys);
    }
    if (wanted.name().isPresent()) {
      compare(wanted.name().get(), manifest(wanted, download));
    }
  }

  private void verify(Wanted wanted, Download download, DetachedSignatures signatures, Keyring keys)
      throws IOException, FetchException {
    Verification verification;
    try (InputStream in = download.read()) {
      verification = signatures.verify(in, keys, clock.instant());
    }
    for (SignatureVerdict verdict : verification.verdicts()) {
      surroundings.tell(wanted.words() + ": " + verdict.words());
    }
    if (!verification.isGood()) {
      throw new FetchException(ExitStatus.FINDINGS, "it has no good signature of a trusted key");
    }
  }

  /** The manifest of what was downloaded. What else is wrong with it, the store says. */
  private KnownImage manifest(Wanted wanted, Download download) throws IOException, FetchException {
    List<byte[]> manifests = new ArrayList<>();
    try (InputStream in = download.read()) {
      ImageSource source = ImageArchive.source(wanted.words(), in);
      source.read(
          limits.limits(),
          EnumSet.noneOf(org.appctoolkit.archive.ImageId.Algorithm.class),
          new ArchiveVisitor() {
            @Override
            public Next entry(Entry entry, EntryContent content) throws IOException {
              if (entry.name().text().equals(MANIFEST)
                  || entry.name().text().equals("./manifest")) {
                manifests.add(content.readNBytes(limits.documentBytes() + 1));
              }
              return Next.CONTINUE;
            }

            @Override
            public void fault(ArchiveFault fault) {
              // The store looks at all of them.
            }
          });
      if (manifests.size() == 1
          && Document.read(Source.of(MANIFEST, manifests.get(0)), Acceptance.documentLimits(limits))
                  .root()
                  .orElse(null)
              instanceof Json.Obj root) {
        return KnownImage.of(List.of(), download.length(), root, source);
      }
    }
    throw new FetchException(ExitStatus.FINDINGS, "what was downloaded has no manifest");
  }

  /** Refuses an image that is another one than was asked for, at whatever version. */
  private static void compare(ImageReference asked, KnownImage image) throws FetchException {
    if (!image.name().equals(asked.name())) {
      throw new FetchException(
          ExitStatus.FINDINGS,
          "the image is called "
              + Quote.of(image.name())
              + ", and not "
              + Quote.of(asked.name())
              + " [image-name-matches-discovery]");
    }
    Map<String, String> labels = new TreeMap<>(image.labels());
    for (Map.Entry<String, String> label : asked.labels().entrySet()) {
      Optional<String> value = Optional.ofNullable(labels.get(label.getKey()));
      if (value.filter(label.getValue()::equals).isEmpty()) {
        throw new FetchException(
            ExitStatus.FINDINGS,
            "its label "
                + label.getKey()
                + " is "
                + value.map(Quote::of).orElse("missing")
                + ", and not "
                + Quote.of(label.getValue())
                + " [image-labels-match-discovery]");
      }
    }
  }

  private KnownImage added(Wanted wanted, Download download, Optional<Octets> signature)
      throws IOException, FetchException {
    Arrival arrival = new Arrival(wanted.requested(), wanted.id(), signature);
    Addition addition;
    try (InputStream in = download.read()) {
      addition = store.add(in, arrival);
    }
    if (addition instanceof Addition.Added added) {
      surroundings.out().print(added.image().id() + "\n");
      surroundings.out().flush();
      return store
          .find(added.image().id())
          .orElseThrow(
              () -> new FetchException(ExitStatus.NOT_READ, "somebody has removed it meanwhile"));
    }
    FaultReport faults = new FaultReport(surroundings, wanted.words());
    for (Addition.Refusal refusal : ((Addition.Refused) addition).refusals()) {
      if (refusal.limit()) {
        faults.addLimit(refusal.entry(), refusal.message());
      } else {
        faults.add(refusal.entry(), refusal.message());
      }
    }
    throw new FetchException(faults.end(), "the store does not take it");
  }

  /** Something that fits into memory. */
  private byte[] small(URI url, int longest) throws FetchException {
    Opened opened = Discovery.open(WebRequest.of(url), pages, discovery);
    if (opened instanceof Opened.Blocked blocked) {
      throw new FetchException(
          DiscoverCommand.status(blocked.obstacle().kind()), blocked.obstacle().message());
    }
    try (Reply reply = ((Opened.Reached) opened).reply()) {
      if (reply.status() != 200) {
        throw new FetchException(
            reply.status() >= 400 && reply.status() < 500
                ? ExitStatus.FINDINGS
                : ExitStatus.NOT_READ,
            url + ": the server answers with status " + reply.status());
      }
      byte[] bytes = reply.body().readNBytes(longest + 1);
      if (bytes.length > longest) {
        throw new FetchException(
            ExitStatus.LIMIT, url + ": it is longer than " + longest + " bytes");
      }
      return bytes;
    } catch (IOException e) {
      throw new FetchException(ExitStatus.NOT_READ, url + ": " + UnreadableException.reason(e));
    }
  }
}
