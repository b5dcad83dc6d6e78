package org.xingvo.server;

import org.slf4j.bridge.SLF4JBridgeHandler;
import org.xingvo.server.cli.XingCommand;

/** Where the process starts. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // Grizzly and Jersey log by java.util.logging; people read one log.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        System.exit(XingCommand.run(arguments));
    }
}
