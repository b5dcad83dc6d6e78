package org.xingvo.vospace.xml;

/** Namespaces and the URIs of views and protocols. */
public final class Names {
    public static final String VOSPACE = "http://www.ivoa.net/xml/VOSpace/v2.0";
    static final String XLINK = "http://www.w3.org/1999/xlink";

    public static final String CORE = "ivo://ivoa.net/vospace/core#";
    public static final String ANY_VIEW = CORE + "anyview";
    public static final String BINARY_VIEW = CORE + "binaryview";
    public static final String DEFAULT_VIEW = CORE + "defaultview";
    public static final String HTTP_GET = CORE + "httpget";
    public static final String HTTP_PUT = CORE + "httpput";
    public static final String HTTPS_GET = CORE + "httpsget";
    public static final String HTTPS_PUT = CORE + "httpsput";

    public static final String PUBLIC_SHARE = "http://wiki.ivoa.net/twiki/bin/view/IVOA/VOSpacePublicShare";

    /** Members of a container as one file, and one file unpacked into a container. */
    public static final String VIEWS = "ivo://ivoa.net/vospace/views#";

    public static final String TAR_VIEW = VIEWS + "tar";
    public static final String TGZ_VIEW = VIEWS + "tar.gz";
    public static final String ZIP_VIEW = VIEWS + "zip";
    /** Of CADC: several targets as one file, whose form a parameter of the transfer says. */
    public static final String PACKAGE_VIEW = "vos://cadc.nrc.ca~vospace/CADC/std/Pkg-1.0";

    /** The capability of a file that the catalogue describes. */
    static final String DATALINK = "ivo://ivoa.net/std/DataLink#links-1.1";

    /** The capability of a file that is a table. */
    static final String TAP = "ivo://ivoa.net/std/TAP";

    private Names() {}
}
