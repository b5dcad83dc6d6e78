package org.xingvo.server.web;

import java.util.function.Predicate;
import org.glassfish.grizzly.http.server.HttpHandler;

/**
 * A handler for bytes that lie among the paths of a protocol: it answers what it takes, the protocol's resources the rest.
 *
 * @param takes says so of a request's path, which is percent-encoded
 */
public record Bypass(Predicate<String> takes, HttpHandler handler) {}
