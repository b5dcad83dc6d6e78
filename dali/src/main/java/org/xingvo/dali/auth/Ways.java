package org.xingvo.dali.auth;

/**
 * By which way requests come: directly or by proxies, so that others can read them or not. Thread-safe.
 *
 * @param plainPasswords passwords are let in also where others can read them
 */
record Ways(Frontage frontage, boolean plainPasswords) {
    /** The address of the machine that a request comes from. */
    String address(Arrival arrival) {
        return frontage.client(arrival.peer(), arrival.headers());
    }

    /** True if the client speaks HTTPS, to us or to a proxy of ours. */
    boolean isHttps(Arrival arrival) {
        return arrival.tls()
                || (frontage.trusts(arrival.peer()) && "https".equalsIgnoreCase(arrival.header("X-Forwarded-Proto")));
    }

    /**
     * Refuses a password that others could have read on its way.
     *
     * @throws IdentityException.WrongWay before the password is looked at
     */
    void expectPrivate(Arrival arrival) {
        String why = plainPasswords ? null : frontage.openToOthers(arrival.tls(), arrival.peer(), arrival.headers());
        if (why != null) {
            throw new IdentityException.WrongWay("a password in clear text: " + why);
        }
    }
}
