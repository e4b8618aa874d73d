package dk.sentinel.reports.render;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Reads a workbook with the JDK alone: what a spreadsheet would find in it. */
record Workbook(Map<String, String> parts, List<String> texts) {

  /** A cell: its type ("s" for text, "n" for number), and its value. */
  record Cell(String kind, String text) {
    double number() {
      if (!kind.equals("n")) {
        throw new IllegalStateException("not a number: " + text);
      }
      return Double.parseDouble(text);
    }
  }

  static Workbook read(byte[] bytes) throws Exception {
    Map<String, String> parts = new HashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        parts.put(entry.getName(), new String(zip.readAllBytes(), UTF_8));
      }
    }
    List<String> texts = new ArrayList<>();
    for (Element text : elements(parse(part(parts, "xl/sharedStrings.xml")), "si")) {
      texts.add(text.getTextContent());
    }
    return new Workbook(parts, texts);
  }

  List<String> sheets() throws Exception {
    return elements(parse(part(parts, "xl/workbook.xml")), "sheet").stream()
        .map(sheet -> sheet.getAttribute("name"))
        .toList();
  }

  String xml(int sheet) {
    return part(parts, "xl/worksheets/sheet" + sheet + ".xml");
  }

  List<Cell> row(int sheet, int number) throws Exception {
    List<Cell> cells = new ArrayList<>();
    for (Element row : elements(parse(xml(sheet)), "row")) {
      if (row.getAttribute("r").equals(String.valueOf(number))) {
        for (Element cell : elements(row.getElementsByTagName("c"))) {
          String value = cell.getElementsByTagName("v").item(0).getTextContent();
          String kind = cell.getAttribute("t");
          cells.add(new Cell(kind, kind.equals("s") ? texts.get(Integer.parseInt(value)) : value));
        }
      }
    }
    return cells;
  }

  private static String part(Map<String, String> parts, String name) {
    return Objects.requireNonNull(parts.get(name), name);
  }

  private static Document parse(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(UTF_8)));
  }

  private static List<Element> elements(Document document, String name) {
    return elements(document.getElementsByTagName(name));
  }

  private static List<Element> elements(NodeList nodes) {
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }
}
