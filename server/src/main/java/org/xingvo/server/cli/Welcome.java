package org.xingvo.server.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.xingvo.server.Archive;

/** What a server says when it is ready: its services, each with something to try that works on this archive. */
final class Welcome {
    private Welcome() {}

    static void print(PrintStream out, Archive archive, Archive.Address address)
            throws IOException, InterruptedException {
        LiveServer server = LiveServer.of(address.local(), archive.dataDirectory());
        List<String> rows = server.query("SELECT TOP 1 s_ra, s_dec, obs_collection, obs_publisher_did, access_url"
                        + " FROM ivoa.obscore WHERE s_ra IS NOT NULL ORDER BY obs_collection, obs_publisher_did")
                .lines()
                .toList();
        URI url = address.shown();
        out.println();
        out.println(archive.title() + " is ready at " + url + "/ in " + ConsoleProgress.words(archive.sinceStart())
                + ". Ctrl-C stops it.");
        out.println();
        service(out, "TAP", url + "/tap", "TOPCAT: VO > Table Access Protocol, paste the URL");
        tryIt(
                out,
                "curl -s " + url + "/tap/sync -d LANG=ADQL -d RESPONSEFORMAT=csv --data-urlencode \\\n"
                        + "        \"QUERY=SELECT obs_collection, COUNT(*) AS n FROM ivoa.obscore GROUP BY obs_collection\"");
        if (rows.size() > 1) {
            String[] first = rows.get(1).split("\t", -1);
            service(out, "Cone Search", url + "/scs/ivoa.obscore", "and /scs/data." + first[2] + " ...");
            tryIt(out, "curl -s '" + url + "/scs/ivoa.obscore?RA=" + first[0] + "&DEC=" + first[1] + "&SR=0.1'");
            service(out, "DataLink", url + "/datalink/links", "what belongs to a dataset");
            tryIt(out, "curl -s '" + url + "/datalink/links?ID=" + encode(first[3]) + "'");
            service(out, "Files", url + "/files", "access_url of ObsCore");
            tryIt(out, "curl -sOJ '" + first[4].replace(address.local().toString(), url.toString()) + "'");
        }
        service(out, "VOSpace", url + "/vos", "collections below /data, users below /home");
        tryIt(out, "curl -s '" + url + "/vos/nodes/data?limit=5'");
        archive.newOperatorToken().ifPresent(token -> {
            out.println();
            out.println("Operator token, shown this once and kept in " + archive.dataDirectory()
                    + "/operator-token (mode 600):");
            out.println("  " + token);
            out.println("  curl -T image.fits -H 'Authorization: Bearer " + "TOKEN' " + url
                    + "/files/home/operator/image.fits");
        });
        archive.newAdminPassword().ifPresent(password -> {
            out.println();
            out.println("Account of the administrator, made now; the password is shown this once:");
            out.println("  user " + Archive.ADMIN + ", password " + password);
            out.println("  Sign in at " + url + "/login; `xing user password " + Archive.ADMIN + "` sets another one.");
        });
        out.flush();
    }

    private static void service(PrintStream out, String name, String url, String hint) {
        out.printf("  %-12s %s   (%s)%n", name, url, hint);
    }

    private static void tryIt(PrintStream out, String command) {
        out.println("      " + command);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
