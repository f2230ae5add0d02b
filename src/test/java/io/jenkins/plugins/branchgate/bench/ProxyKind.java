package io.jenkins.plugins.branchgate.bench;

import java.util.List;

/**
 * A reverse proxy with a hand-written configuration, of which a reload makes a new release current. Each tells the site
 * which host the visitor asked for and from where, as Branch Gate's edge does.
 */
enum ProxyKind {
    NGINX_RELOAD("nginx reload", "nginx:latest", "/etc/nginx/nginx.conf", List.of("nginx", "-s", "reload")) {
        @Override
        String configuration(String release) {
            return """
                    worker_processes auto;
                    events { worker_connections 1024; }
                    http {
                        access_log off;
                        upstream site { server %s:80; keepalive 32; }
                        server {
                            listen 80;
                            location / {
                                proxy_pass http://site;
                                proxy_http_version 1.1;
                                proxy_set_header Connection "";
                                proxy_set_header Host $host;
                                proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                            }
                        }
                    }
                    """.formatted(release);
        }
    },
    HTTPD_GRACEFUL(
            "httpd graceful", "httpd:2.4", "/usr/local/apache2/conf/httpd.conf", List.of("httpd", "-k", "graceful")) {
        @Override
        String configuration(String release) {
            return """
                    ServerRoot "/usr/local/apache2"
                    ServerName bench
                    Listen 80
                    LoadModule mpm_event_module modules/mod_mpm_event.so
                    LoadModule authz_core_module modules/mod_authz_core.so
                    LoadModule unixd_module modules/mod_unixd.so
                    LoadModule proxy_module modules/mod_proxy.so
                    LoadModule proxy_http_module modules/mod_proxy_http.so
                    User www-data
                    Group www-data
                    ErrorLog /proc/self/fd/2
                    MaxKeepAliveRequests 0
                    ProxyPreserveHost On
                    ProxyPass "/" "http://%s:80/"
                    """.formatted(release);
        }
    },
    HAPROXY(
            "HAProxy, hand-written",
            "haproxy:lts",
            "/usr/local/etc/haproxy/haproxy.cfg",
            List.of("kill", "-USR2", "1")) {
        @Override
        String configuration(String release) {
            return """
                    defaults
                        mode http
                        option forwardfor
                        timeout connect 5s
                        timeout client 30s
                        timeout server 30s
                    frontend site
                        bind :80
                        default_backend release
                    backend release
                        server release %s:80 check
                    """.formatted(release);
        }
    };

    private final String title;
    private final String image;
    private final String file;
    private final List<String> reload;

    ProxyKind(String title, String image, String file, List<String> reload) {
        this.title = title;
        this.image = image;
        this.file = file;
        this.reload = reload;
    }

    /** For the table. */
    String title() {
        return title;
    }

    String image() {
        return image;
    }

    /** Where its configuration is in the image. */
    String file() {
        return file;
    }

    /** The command, in its container, that makes it read its configuration again. */
    List<String> reload() {
        return reload;
    }

    /** The whole configuration that sends every request to one container. */
    abstract String configuration(String release);
}
