package org.appctoolkit.discovery;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A web that answers by a script, with status 404 where the script says nothing. */
final class ScriptedWeb implements Web {
  private final Map<String, DiscoveryCase.Answer> answers;
  final List<String> requests = new ArrayList<>();
  int open;

  ScriptedWeb(Map<String, DiscoveryCase.Answer> answers) {
    this.answers = Map.copyOf(answers);
  }

  @Override
  public Reply get(WebRequest request) throws WebException {
    String url = request.url().toString();
    requests.add(url);
    Optional<DiscoveryCase.Answer> answer = Optional.ofNullable(answers.get(url));
    Optional<WebException.Kind> fails = answer.flatMap(DiscoveryCase.Answer::fails);
    if (fails.isPresent()) {
      throw new WebException(fails.get(), "it fails");
    }
    // What is public is the business of the web; here it is enough that others are told from it.
    if (answer
        .flatMap(DiscoveryCase.Answer::address)
        .filter(address -> !address.startsWith("93."))
        .isPresent()) {
      throw new WebException(WebException.Kind.FORBIDDEN_ADDRESS, "the address is not public");
    }
    open++;
    return new Reply(
        answer.map(DiscoveryCase.Answer::status).orElse(404),
        answer.map(DiscoveryCase.Answer::headers).orElse(Map.of()),
        new ByteArrayInputStream(
            answer.map(DiscoveryCase.Answer::body).orElse("").getBytes(StandardCharsets.UTF_8)),
        () -> open--);
  }
}
