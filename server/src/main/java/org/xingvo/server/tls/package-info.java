/** TLS of the server's own: a certificate in two files that may change while the server runs. */
@NullMarked
package org.xingvo.server.tls;

import org.jspecify.annotations.NullMarked;
