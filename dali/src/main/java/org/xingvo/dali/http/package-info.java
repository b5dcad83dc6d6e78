/**
 * HTTP as every service speaks it: absolute URLs behind proxies, paths taken apart safely, byte ranges, conditional
 * requests, file names in headers, and the filters that put the caller and the public URL into a Jersey request. No
 * SQL, nothing of VOTable or VOSpace. Thread rule: everything here is immutable or thread-safe. Governing document: RFC
 * 9110, with RFC 6266 and RFC 8187 for file names.
 */
@NullMarked
package org.xingvo.dali.http;

import org.jspecify.annotations.NullMarked;
