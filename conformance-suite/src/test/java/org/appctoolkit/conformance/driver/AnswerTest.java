package org.appctoolkit.conformance.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import org.appctoolkit.document.Source;
import org.appctoolkit.spec.Schemas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** That what the suite takes for an answer is what the schemas say. */
class AnswerTest {
  private static boolean isTaken(String message, String document) {
    try {
      Answer answer = Answer.read(Source.of("output", document));
      switch (message) {
        case "description" -> answer.description();
        case "image" -> answer.image();
        case "pod" -> answer.pod();
        case "status" -> answer.status("one");
        case "logs" -> answer.logs();
        case "refusal" -> answer.refusal();
        default -> assertThat(message).isEqualTo("done");
      }
      return true;
    } catch (Answer.UnexpectedException e) {
      return false;
    }
  }

  private static boolean isValid(String message, String document) {
    return SchemaRegistry.withDialect(Dialects.getDraft202012())
        .getSchema(JsonMapper.builder().build().readTree(Schemas.driver(message)))
        .validate(JsonMapper.builder().build().readTree(document))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "description | {'protocol': 1, 'name': 'a', 'version': 'b', 'capabilities': []} | true",
        "description | {'protocol': 1.0, 'name': 'a', 'version': 'b', 'capabilities': []} | true",
        "description | {'protocol': 2, 'name': 'a', 'version': 'b', 'capabilities': []} | false",
        "description | {'protocol': '1', 'name': 'a', 'version': 'b', 'capabilities': []} | false",
        "description | {'name': 'a', 'version': 'b', 'capabilities': []} | false",
        "description | {'protocol': 1, 'version': 'b', 'capabilities': []} | false",
        "description | {'protocol': 1, 'name': 'a', 'capabilities': []} | false",
        "description | {'protocol': 1, 'name': 'a', 'version': 'b'} | false",
        "description | {'protocol': 1, 'name': '', 'version': 'b', 'capabilities': []} | false",
        "description | {'protocol': 1, 'name': 'a\\n', 'version': 'b', 'capabilities': []} | false",
        "description | {'protocol': 1, 'name': 'a', 'version': 'b', 'capabilities': ['c']} | true",
        "description | {'protocol': 1, 'name': 'a', 'version': 'b', 'capabilities': ['']} | false",
        "description | {'protocol': 1, 'name': 'a', 'version': 'b', 'capabilities': 'c'} | false",
        "description | {'protocol': 1, 'name': 'a', 'version': 'b', 'capabilities': [],"
            + " 'specVersion': '0.8.11'} | true",
        "description | {'protocol': 1, 'name': 'a', 'version': 'b', 'capabilities': [],"
            + " 'specVersion': 'v0.8'} | false",
        "description | {'protocol': 1, 'name': 'a', 'version': 'b', 'capabilities': [],"
            + " 'specVersion': null} | false",
        "image | {'image': 'sha512-0123456789abcdef', 'size': 1} | true",
        "image | {'image': 'sha512-0123456789ABCDEF'} | false",
        "image | {'image': 'sha512-'} | false",
        "image | {'image': 'sha512-0123456789abcde'} | false",
        "image | {} | false",
        "image | [] | false",
        "pod | {'pod': 'one'} | true",
        "pod | {'pod': '-one'} | false",
        "pod | {'pod': 'o ne'} | false",
        "pod | {'pod': ''} | false",
        "pod | {'pod': 1} | false",
        "status | {'pod': 'one', 'state': 'running', 'apps': []} | true",
        "status | {'pod': 'one', 'state': 'run ning', 'apps': []} | false",
        "status | {'pod': 'one', 'state': '', 'apps': []} | false",
        "status | {'state': 'running', 'apps': []} | false",
        "status | {'pod': 'one', 'apps': []} | false",
        "status | {'pod': 'one', 'state': 'running'} | false",
        "status | {'pod': 'one', 'state': 'a', 'apps': [], 'exit': 0} | true",
        "status | {'pod': 'one', 'state': 'a', 'apps': [], 'exit': 255} | true",
        "status | {'pod': 'one', 'state': 'a', 'apps': [], 'exit': 256} | false",
        "status | {'pod': 'one', 'state': 'a', 'apps': [], 'exit': -1} | false",
        "status | {'pod': 'one', 'state': 'a', 'apps': [], 'exit': 0.5} | false",
        "status | {'pod': 'one', 'state': 'a', 'apps': [], 'exit': '0'} | false",
        "status | {'pod': 'one', 'state': 'a', 'apps': [], 'address': ''} | false",
        "status | {'pod': 'one', 'state': 'a', 'apps': [], 'address': '::1'} | true",
        "status | {'pod': 'one', 'state': 'a', 'apps': [], 'uuid': 1} | false",
        "status | {'pod': 'one', 'state': 'a', 'apps': [], 'reason': 1} | false",
        "status | {'pod': 'one', 'state': 'a', 'apps': [{'name': 'a', 'state': 'b'}]} | true",
        "status | {'pod': 'one', 'state': 'a', 'apps': [{'name': 'a'}]} | false",
        "status | {'pod': 'one', 'state': 'a', 'apps': [{'state': 'a'}]} | false",
        "status | {'pod': 'one', 'state': 'a', 'apps': [{'name': 'a', 'state': 'b', 'exit': 300}]}"
            + " | false",
        "status | {'pod': 'one', 'state': 'a', 'apps': [{'name': 'a', 'state': 'b', 'signal': 0}]}"
            + " | false",
        "status | {'pod': 'one', 'state': 'a', 'apps': [{'name': 'a', 'state': 'b', 'signal': 9}]}"
            + " | true",
        "status | {'pod': 'one', 'state': 'a', 'apps': [], 'isolators': 1} | false",
        "status | {'pod': 'one', 'state': 'a', 'apps': [], 'isolators': [1]} | false",
        "status | {'pod': 'one', 'state': 'a', 'apps': [], 'isolators':"
            + " [{'name': 'a', 'outcome': 'ignored'}]} | true",
        "status | {'pod': 'one', 'state': 'a', 'apps': [], 'isolators':"
            + " [{'name': 'a', 'outcome': 'done'}]} | false",
        "status | {'pod': 'one', 'state': 'a', 'apps': [], 'isolators':"
            + " [{'outcome': 'ignored'}]} | false",
        "status | {'pod': 'one', 'state': 'a', 'apps': [], 'isolators':"
            + " [{'name': 'a'}]} | false",
        "status | {'pod': 'one', 'state': 'a', 'apps': [], 'isolators':"
            + " [{'name': 'a', 'outcome': 'ignored', 'app': 1}]} | false",
        "status | {'pod': 'one', 'state': 'a', 'apps': [], 'isolators':"
            + " [{'name': 'a', 'outcome': 'ignored', 'reason': 1}]} | false",
        "logs | {} | true",
        "logs | {'complete': false} | true",
        "logs | {'complete': 'no'} | false",
        "done | {'whatever': []} | true",
        "done | [] | false",
        "refusal | {'reason': 'no'} | true",
        "refusal | {'reason': ''} | false",
        "refusal | {} | false",
      })
  void whatIsTakenIsWhatTheSchemaAllows(String message, String document, boolean taken) {
    String json = document.replace('\'', '"');

    assertThat(isValid(message, json)).as("valid by the schema").isEqualTo(taken);
    assertThat(isTaken(message, json)).as("taken by the suite").isEqualTo(taken);
  }

  @Test
  void thereAreNoOtherMessages() {
    assertThatThrownBy(() -> Schemas.driver("../findings"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
