package org.xingvo.ingest.wcs;

/** What a header says of the sky: world coordinates that work, or why there are none. */
public sealed interface SkyWcs permits CelestialWcs, NoSkyWcs {}
