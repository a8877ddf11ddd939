package dev.onset.report;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Reads rendered pages for tests. */
public final class Pages {
    private Pages() {}

    public static String html(FigureReport report) {
        return html(ReportWriter.render(report));
    }

    public static String html(Map<String, byte[]> files) {
        return new String(files.get("index.html"), StandardCharsets.UTF_8);
    }

    public static byte[] sha256(String text) {
        return java.util.HexFormat.of().parseHex(ReportDigest.sha256(text));
    }

    /** The page as XML, which it is apart from its own style and script. */
    public static Document parse(String html) throws SAXException {
        String xml = html.replaceFirst("(?i)<!doctype html>\\s*", "")
                .replaceFirst("(?s)<style>.*?</style>", "")
                .replaceFirst("(?s)<script>.*?</script>", "");
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Strict());
            return builder.parse(new InputSource(new StringReader(xml)));
        } catch (ParserConfigurationException | IOException e) {
            throw new AssertionError(e);
        }
    }

    public static List<Element> all(Document page, String tag) {
        return list(page.getElementsByTagName(tag));
    }

    public static List<Element> all(Element parent, String tag) {
        return list(parent.getElementsByTagName(tag));
    }

    /** Elements that carry a style class. */
    public static List<Element> styled(Document page, String style) {
        return all(page, "*").stream().filter(e -> has(e, style)).toList();
    }

    public static boolean has(Element e, String style) {
        return List.of(e.getAttribute("class").split(" ")).contains(style);
    }

    private static List<Element> list(NodeList nodes) {
        List<Element> out = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            out.add((Element) nodes.item(i));
        }
        return out;
    }

    private static final class Strict implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
