package io.jenkins.plugins.branchgate.deploy;

/** What turns a site into one that runs scripts, for tests that need a server that takes its time or talks. */
public final class Scripts {

    /** Builds the site with its {@code cgi-bin}. */
    public static final String DOCKERFILE = """
            FROM httpd:2.4
            RUN printf '%s\\n' 'LoadModule cgid_module modules/mod_cgid.so' '<Directory /usr/local/apache2/cgi-bin>' \\
                'Require all granted' '</Directory>' >> /usr/local/apache2/conf/httpd.conf
            COPY . /usr/local/apache2/htdocs/
            RUN mv /usr/local/apache2/htdocs/cgi-bin/* /usr/local/apache2/cgi-bin/ && chmod +x /usr/local/apache2/cgi-bin/*
            """;

    /** Answers as many seconds later as the query says; its log tells of every request that reached it. */
    public static final String SLOW = """
            #!/bin/bash
            echo "begun $REQUEST_METHOD" >&2
            cat >/dev/null
            sleep "${QUERY_STRING:-0}"
            printf 'Content-Type: text/plain\\r\\n\\r\\nslow'
            """;

    /**
     * Turns the connection into one of its own, as a websocket does, and sends lines until its container has the file
     * {@code /tmp/end}, at most as many as the query says; the last one is {@code end}.
     */
    public static final String TALK = """
            #!/bin/bash
            printf '%s\\r\\n' 'HTTP/1.1 101 Switching Protocols' 'Upgrade: websocket' 'Connection: Upgrade' \\
                'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=' ''
            for ((i = 1; i <= QUERY_STRING; i++)); do
                if [ -e /tmp/end ]; then break; fi
                echo "line $i"
                sleep 0.1
            done
            echo end
            """;

    private Scripts() {}
}
