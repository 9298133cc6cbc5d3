package org.appctoolkit.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.appctoolkit.discovery.Discovery;
import org.appctoolkit.discovery.DiscoverySettings;
import org.appctoolkit.discovery.Opened;
import org.appctoolkit.discovery.Reply;
import org.appctoolkit.discovery.Web;
import org.appctoolkit.discovery.WebException;
import org.appctoolkit.discovery.WebRequest;

/**
 * A file that is downloaded, and whatever an earlier attempt has left of it.
 *
 * <p>It stands in a folder of its own until it is discarded, so that an interrupted download goes
 * on where it was, if the server says by its ETag that the file is still the same. One command at a
 * time downloads a URL into a folder.
 */
final class Download implements Closeable {
  private static final int CHUNK = 1 << 16;
  private static final int MOST_TAG_BYTES = 1000;
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int NOT_SATISFIABLE = 416;
  private static final Pattern RANGE =
      Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)");

  /** A tag that says that not even a byte differs. */
  private static final Pattern STRONG = Pattern.compile("\"[!#-~]{0,500}\"");

  /**
   * What is taken at the most.
   *
   * @param bytes how many bytes
   * @param status what it tells the shell if there are more
   * @param words what is said of it behind the number
   */
  record Bound(long bytes, ExitStatus status, String words) {}

  private final URI url;
  private final Path part;
  private final Path tag;
  private final FileChannel channel;

  private Download(URI url, Path part, Path tag, FileChannel channel) {
    this.url = url;
    this.part = part;
    this.tag = tag;
    this.channel = channel;
  }

  /**
   * The download of a URL into a folder, which is made if need be.
   *
   * @throws FetchException if another command downloads the same
   */
  static Download of(URI url, Path folder) throws IOException, FetchException {
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      throw new FetchException(ExitStatus.NOT_READ, folder + ": not a directory");
    }
    // Nothing in a store is a link that somebody else could have put there.
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new FetchException(ExitStatus.NOT_READ, folder + ": not a directory");
    }
    String name = name(url);
    Path part = folder.resolve(name + ".part");
    FileChannel channel =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    try {
      Optional<FileLock> lock = Optional.ofNullable(channel.tryLock());
      if (lock.isPresent()) {
        return new Download(url, part, folder.resolve(name + ".etag"), channel);
      }
    } catch (OverlappingFileLockException e) {
      // Told below.
    }
    channel.close();
    throw new FetchException(ExitStatus.NOT_READ, url + ": another command is fetching it");
  }

  private static String name(URI url) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(url.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Downloads what is not there yet.
   *
   * @param most what is taken at the most
   * @throws FetchException if the server does not give it, or it is longer
   * @throws WebException if the network fails; what has arrived stays
   */
  void complete(Web web, DiscoverySettings settings, Bound most, Progress progress)
      throws IOException, FetchException {
    Optional<String> known = tag();
    long there = known.isPresent() ? channel.size() : 0;
    if (there > 0 && known.isPresent()) {
      SortedMap<String, String> headers = new TreeMap<>();
      headers.put("range", "bytes=" + there + "-");
      headers.put("if-range", known.get());
      try (Reply reply = open(web, settings, headers)) {
        if (reply.status() == PARTIAL && isRest(there, reply)) {
          append(reply, there, most, progress);
          return;
        }
        if (reply.status() == OK) {
          begin(reply, most, progress);
          return;
        }
        if (reply.status() != PARTIAL && reply.status() != NOT_SATISFIABLE) {
          throw refusal(reply);
        }
      }
    }
    try (Reply reply = open(web, settings, new TreeMap<>())) {
      if (reply.status() != OK) {
        throw refusal(reply);
      }
      begin(reply, most, progress);
    }
  }

  private Reply open(Web web, DiscoverySettings settings, SortedMap<String, String> headers)
      throws FetchException {
    Opened opened = Discovery.open(new WebRequest(url, headers), web, settings);
    if (opened instanceof Opened.Blocked blocked) {
      throw new FetchException(
          DiscoverCommand.status(blocked.obstacle().kind()), blocked.obstacle().message());
    }
    return ((Opened.Reached) opened).reply();
  }

  private FetchException refusal(Reply reply) {
    boolean isMissing = reply.status() >= 400 && reply.status() < 500;
    return new FetchException(
        isMissing ? ExitStatus.FINDINGS : ExitStatus.NOT_READ,
        url + ": the server answers with status " + reply.status());
  }

  /** Whether the answer is all that is missing: a server may give less of it than was asked for. */
  private static boolean isRest(long there, Reply reply) {
    Matcher range = RANGE.matcher(reply.header("content-range").orElse(""));
    return range.matches()
        && Long.parseLong(range.group(1)) == there
        && (range.group(3).equals("*")
            || Long.parseLong(range.group(2)) == Long.parseLong(range.group(3)) - 1);
  }

  private void begin(Reply reply, Bound most, Progress progress)
      throws IOException, FetchException {
    Files.deleteIfExists(tag);
    channel.truncate(0);
    Optional<String> etag =
        reply.header("etag").map(String::strip).filter(it -> STRONG.matcher(it).matches());
    if (etag.isPresent()) {
      Files.writeString(tag, etag.get());
    }
    append(reply, 0, most, progress);
  }

  private void append(Reply reply, long from, Bound most, Progress progress)
      throws IOException, FetchException {
    OptionalLong announced = length(reply);
    OptionalLong total =
        announced.isPresent() ? OptionalLong.of(from + announced.getAsLong()) : announced;
    if (total.isPresent() && total.getAsLong() > most.bytes()) {
      throw tooLong(most);
    }
    progress.begin(url.toString(), from, total);
    channel.position(from);
    long length = from;
    try {
      byte[] chunk = new byte[CHUNK];
      int read;
      while ((read = reply.body().read(chunk)) >= 0) {
        length += read;
        if (length > most.bytes()) {
          throw tooLong(most);
        }
        ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, read);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        progress.add(read);
      }
    } finally {
      progress.end();
    }
    // Behind it may stand what an earlier attempt has left.
    channel.truncate(length);
    channel.force(true);
  }

  private static OptionalLong length(Reply reply) {
    String text = reply.header("content-length").orElse("");
    return text.matches("[0-9]{1,18}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  private FetchException tooLong(Bound most) {
    return new FetchException(
        most.status(), url + ": it is longer than " + most.bytes() + " bytes" + most.words());
  }

  private Optional<String> tag() throws IOException {
    if (!Files.isRegularFile(tag, LinkOption.NOFOLLOW_LINKS) || Files.size(tag) > MOST_TAG_BYTES) {
      return Optional.empty();
    }
    return Optional.of(Files.readString(tag)).filter(it -> STRONG.matcher(it).matches());
  }

  /** How many bytes there are. */
  long length() throws IOException {
    return channel.size();
  }

  /** Reads what has arrived. */
  InputStream read() throws IOException {
    return Files.newInputStream(part, LinkOption.NOFOLLOW_LINKS);
  }

  /** Removes it: it is not needed any more, or not wanted. */
  void discard() throws IOException {
    Files.deleteIfExists(tag);
    Files.deleteIfExists(part);
  }

  /** Lets others go on with it. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
