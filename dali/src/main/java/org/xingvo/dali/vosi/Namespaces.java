package org.xingvo.dali.vosi;

/** Namespaces of the documents. The version in a name is that of its first edition and stays. */
final class Namespaces {
    static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";
    static final String VORESOURCE = "http://www.ivoa.net/xml/VOResource/v1.0";
    static final String VODATASERVICE = "http://www.ivoa.net/xml/VODataService/v1.1";
    static final String TAPREGEXT = "http://www.ivoa.net/xml/TAPRegExt/v1.0";
    static final String CONESEARCH = "http://www.ivoa.net/xml/ConeSearch/v1.0";

    private Namespaces() {}
}
