package org.appctoolkit.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What authors are told about the mistakes they really make. */
class MessagesTest {
  /** In the text, the marks « and » enclose the place that must be named. */
  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake(
            "trailing comma in an object", "{\"a\": 1«,»}", "comma stands before the closing }"),
        mistake("trailing comma in an array", "[1«,» ]", "comma stands before the closing ]"),
        mistake("missing comma between members", "{\"a\": 1«» \"b\": 2}", "expected a comma"),
        mistake("missing comma between elements", "[\"a\"«»\n\"b\"]", "next one begins in line 2"),
        mistake("two commas", "[1,«,»2]", "two commas"),
        mistake("leading comma", "{«,»\"a\": 1}", "before the first member"),
        mistake("semicolon", "{\"a\": 1«;» \"b\": 2}", "found ;"),
        mistake("missing colon", "{\"a\"«» \"b\"}", "expected a colon behind the key \"a\""),
        mistake("colon inside the quotation marks", "{«\"app:\"» {}}", "write \"app\":"),
        mistake("quotation mark missing behind a key", "{«\"a: \"»b\", \"c\": 1}", "write \"a\":"),
        mistake("equals sign", "{\"a\" «=» 1}", "found ="),
        mistake("key without value", "{«\"a\"», \"b\": 1}", "the key \"a\" has no value"),
        mistake("value left out", "{\"a\": «}»", "expected a value for the key \"a\""),
        mistake("member in an array", "[\n «\"name\":» \"foo\"]", "the [ is in line 1"),
        mistake("member outside of an object", "«\"name\":» \"foo\"", "put { } around all members"),
        mistake("object in place of a key", "{ «{» \"a\": 1 } }", "a list of values stands in [ ]"),
        mistake("single quotation marks", "{\"a\": «'b'»}", "single quotation marks"),
        mistake("single quotation marks around a key", "{«'a'»: 1}", "double quotation marks"),
        mistake("backquotes", "[«`a`»]", "backquotes"),
        mistake("typographic quotation marks", "{«“»a”: 1}", "straight double quotation marks"),
        mistake("unquoted key", "{«name»: 1}", "write \"name\""),
        mistake("unquoted text", "[«example.com/app»]", "\"example.com/app\""),
        mistake("line comment", "{ «// why»\n}", "JSON has no comments"),
        mistake("block comment", "{ «/* why\n not */» }", "JSON has no comments"),
        mistake("hash comment", "{ «# why»\n}", "JSON has no comments"),
        mistake("double braces", "[«{{ .Version }}»]", "placeholder"),
        mistake("template statement", "[«{% if x %}»]", "placeholder"),
        mistake("shell variable", "[«${VERSION}»]", "placeholder"),
        mistake("short shell variable", "[«$VERSION»]", "placeholder"),
        mistake("angle brackets", "[«<version>»]", "placeholder"),
        mistake("printf directive", "[«%s»]", "placeholder"),
        mistake("autoconf variable", "[«@VERSION@»]", "placeholder"),
        mistake("ellipsis", "[1, «...»]", "ellipsis"),
        mistake("merge conflict", "{\n«<<<<<<< HEAD»\n}", "merge conflict"),
        mistake("hexadecimal escape", "[\"«\\x»41\"]", "\\u with four hexadecimal digits"),
        mistake("Windows path", "[\"C:«\\d»ir\"]", "a backslash itself is written \\\\"),
        mistake("escaped apostrophe", "[\"it«\\'»s\"]", "needs no backslash"),
        mistake("short escape", "[\"«\\u12»\"]", "four hexadecimal digits follow"),
        mistake("raw line break in a string", "[«\"foo»\nbar\"]", "not closed on its line"),
        mistake("unclosed string at the end", "[«\"foo»", "close it with \""),
        mistake("tab in a string", "[\"«\t»\"]", "write \\t"),
        mistake("NUL in a string", "[\"«\0»\"]", "write \\u0000"),
        mistake(
            "quotation mark inside a string", "[\"say «\"»hi\" now\"]", "inside a string as \\\""),
        mistake("Python's true", "[«True»]", "write true"),
        mistake("Python's none", "[«None»]", "write null"),
        mistake("YAML's yes", "[«yes»]", "write true or false"),
        mistake("NaN", "[«NaN»]", "JSON has no number NaN"),
        mistake("infinity", "[«-Infinity»]", "JSON has no number -Infinity"),
        mistake("octal mode", "[«0755»]", "493 if it is octal"),
        mistake("leading zero", "[«089»]", "leading zero"),
        mistake("hexadecimal number", "[«0x1F»]", "decimal numbers only"),
        mistake("leading plus", "[«+1»]", "write 1"),
        mistake("bare point in front", "[«-.5»]", "write -0.5"),
        mistake("bare point behind", "[«5.»]", "write 5.0"),
        mistake("quantity", "[«512M»]", "\"512M\""),
        mistake("version", "[«1.2.3»]", "\"1.2.3\""),
        mistake("no-break space", "[1,«\u00a0»2]", "U+00A0"),
        mistake("stray byte order mark", "[1,«\ufeff»2]", "U+FEFF"),
        mistake("NUL behind the end", "{}«\0»\0", "NUL"),
        mistake("unclosed object", "{\"a\": [1]«»\n", "the { of line 1 is closed"),
        mistake("unclosed brackets", "{\n\"a\": [1«»", "the [ of line 2 is closed"),
        mistake("wrong bracket", "{\n\"a\": [1«}»", "to close the [ of line 2, found }"),
        mistake("bracket too many", "{}«}»", "one closing } too many"),
        mistake("second value", "{}\n«{»}", "a second value"),
        mistake("nothing", "«»", "the text is empty"),
        mistake("YAML", "«acKind: ImageManifest»\nname: a", "looks like YAML"),
        mistake("YAML document", "# a\n«---»\na: 1", "looks like YAML"),
        mistake("XML", "«<?xml version=\"1.0\"?>»\n<a/>", "looks like XML"),
        mistake("HTML", "«<!DOCTYPE html>»\n<html>", "looks like HTML"),
        mistake("script", "«#!/bin/sh»\n", "looks like a script"),
        mistake("signature", "«-----BEGIN PGP SIGNATURE-----»\n", "looks like a signature"));
  }

  private static Arguments mistake(String name, String markedText, String expected) {
    return Arguments.of(name, markedText, expected);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void mistakeIsNamedAndPlaced(String name, String markedText, String expected) {
    int start = markedText.indexOf('«');
    int end = markedText.indexOf('»') - 1;
    String text = markedText.replaceAll("[«»]", "");

    Document document = Document.read(Source.of(name, text), Limits.DEFAULT);

    assertThat(document.malformations()).hasSize(1);
    Malformation malformation = document.malformations().get(0);
    assertThat(malformation.message() + "\n" + malformation.help()).contains(expected);
    assertThat(malformation.region().start().offset()).isEqualTo(start);
    assertThat(malformation.region().end().offset()).isEqualTo(end);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void messageIsPlainText(String name, String markedText, String expected) {
    String text = markedText.replaceAll("[«»]", "");

    Malformation malformation =
        Document.read(Source.of(name, text), Limits.DEFAULT).malformations().get(0);

    assertThat(expected).isNotEmpty();
    assertThat(malformation.message() + malformation.help())
        .doesNotContainPattern("\\p{Cntrl}")
        .doesNotEndWith(".");
  }

  @Test
  void indentationTellsWhichBracketWasForgotten() {
    String text =
        """
        {
          "a": {
            "b": {
              "c": 1
          },
          "d": 1
        }
        """;

    Document document = Document.read(Source.of("text", text), Limits.DEFAULT);

    assertThat(document.malformations().get(0).help())
        .contains("by the indentation, the { of line 3 got the wrong closing bracket");
  }

  @Test
  void quotedInputIsCutAfterFortyCharacters() {
    Document document =
        Document.read(Source.of("text", "[" + "a".repeat(99) + "]"), Limits.DEFAULT);

    assertThat(document.malformations().get(0).message()).endsWith(": " + "a".repeat(40) + "…");
  }

  @Test
  void quotedInputCannotDisguiseTheMessage() {
    Document document =
        Document.read(Source.of("text", "{\"\u202e\\u0007\\u001b[1m\" 1}"), Limits.DEFAULT);

    assertThat(document.malformations().get(0).message())
        .isEqualTo("expected a colon behind the key \"\\u202e\\u0007\\u001b[1m\"");
  }
}
