package org.xingvo.vospace.xml;

/** Namespaces and the URIs of views and protocols. */
public final class Names {
    public static final String VOSPACE = "http://www.ivoa.net/xml/VOSpace/v2.0";
    static final String UWS = "http://www.ivoa.net/xml/UWS/v1.0";
    static final String XLINK = "http://www.w3.org/1999/xlink";

    public static final String CORE = "ivo://ivoa.net/vospace/core#";
    public static final String ANY_VIEW = CORE + "anyview";
    public static final String BINARY_VIEW = CORE + "binaryview";
    public static final String DEFAULT_VIEW = CORE + "defaultview";
    public static final String HTTP_GET = CORE + "httpget";
    public static final String HTTP_PUT = CORE + "httpput";
    public static final String HTTPS_GET = CORE + "httpsget";
    public static final String HTTPS_PUT = CORE + "httpsput";

    private Names() {}
}
