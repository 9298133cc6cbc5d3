package org.appctoolkit.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What Maven, and Eclipse, are told of the goals. */
class DescriptorTest {
  private static Document xml(String name)
      throws IOException, ParserConfigurationException, SAXException {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(Path.of("target/classes/META-INF", name).toFile());
  }

  private static List<Element> elements(NodeList nodes) {
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static String text(Element parent, String name) {
    List<Element> found = elements(parent.getElementsByTagName(name));
    return found.isEmpty() ? "" : found.get(0).getTextContent();
  }

  private static List<Element> goals() throws Exception {
    return elements(xml("maven/plugin.xml").getElementsByTagName("mojo"));
  }

  @Test
  void thePrefixIsAppc() throws Exception {
    assertThat(text(xml("maven/plugin.xml").getDocumentElement(), "goalPrefix")).isEqualTo("appc");
  }

  @Test
  void everyGoalHasItsPhase() throws Exception {
    Map<String, String> phases = new TreeMap<>();
    for (Element goal : goals()) {
      phases.put(text(goal, "goal"), text(goal, "phase"));
    }

    assertThat(phases)
        .isEqualTo(
            Map.of(
                "build-image", "package",
                "conformance", "integration-test",
                "explain", "",
                "help", "",
                "report", "",
                "validate", "process-resources",
                "validate-image", "verify"));
  }

  @Test
  void everyGoalCanRunBesideOthers() throws Exception {
    assertThat(goals()).allMatch(goal -> text(goal, "threadSafe").equals("true"));
  }

  @Test
  void theOldestMavenIsTold() throws Exception {
    assertThat(text(xml("maven/plugin.xml").getDocumentElement(), "requiredMavenVersion"))
        .isEqualTo("3.6.3");
  }

  @Test
  void everyParameterIsExplained() throws Exception {
    for (Element goal : goals()) {
      assertThat(elements(goal.getElementsByTagName("parameter")))
          .filteredOn(parameter -> text(parameter, "editable").equals("true"))
          .isNotEmpty()
          .allMatch(parameter -> text(parameter, "description").length() > 10);
    }
  }

  /** But for a list of files, which has no form on a command line. */
  @Test
  void everyPropertyBeginsWithAppc() throws Exception {
    for (Element goal : goals()) {
      if (text(goal, "goal").equals("help")) {
        continue;
      }
      Element values = elements(goal.getElementsByTagName("configuration")).get(0);
      for (Element parameter : elements(goal.getElementsByTagName("parameter"))) {
        String name = text(parameter, "name");
        if (text(parameter, "editable").equals("true") && !name.equals("files")) {
          assertThat(text(values, name)).as(name).startsWith("${appc.");
        }
      }
    }
  }

  @Test
  void eclipseIsToldOfEveryGoal() throws Exception {
    List<String> told =
        elements(xml("m2e/lifecycle-mapping-metadata.xml").getElementsByTagName("goal")).stream()
            .map(Element::getTextContent)
            .toList();

    assertThat(goals()).map(goal -> text(goal, "goal")).containsExactlyInAnyOrderElementsOf(told);
  }
}
