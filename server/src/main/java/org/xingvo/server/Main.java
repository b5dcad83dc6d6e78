package org.xingvo.server;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.SAXParserFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import org.xingvo.server.cli.XingCommand;

/** Where the process starts. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // Grizzly and Jersey log by java.util.logging; people read one log.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        // STIL asks for its XML parsers anew with each table, and the search goes through every jar of the program
        System.setProperty(
                "javax.xml.parsers.SAXParserFactory",
                SAXParserFactory.newDefaultInstance().getClass().getName());
        System.setProperty(
                "javax.xml.parsers.DocumentBuilderFactory",
                DocumentBuilderFactory.newDefaultInstance().getClass().getName());
        System.exit(XingCommand.run(arguments));
    }
}
