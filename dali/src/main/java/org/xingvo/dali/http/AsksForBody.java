package org.xingvo.dali.http;

/**
 * A handler that answers {@code Expect: 100-continue} itself, when it has looked at the request and wants the body (RFC
 * 9110, section 10.1.1). For all others the server says "100 Continue" at once.
 */
public interface AsksForBody {}
