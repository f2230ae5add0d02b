# Runs in an edge's container for as long as Branch Gate holds the other end: takes orders from standard input, one a
# line, and answers on standard output. It is the only way to HAProxy's runtime API, which listens on the container's
# own loopback address. Bash builtins only, so that an order costs no process; the image has neither curl nor socat.
#
#   ID cli COMMANDS                                   -> ID | line ..., then ID .
#   ID put LINES                                      -> the next LINES lines become the configuration, then ID .
#   ID probe IP PORT MIN MAX INTERVAL LONGEST PATH    -> ID | attempt outcome ..., then ID . when healthy
#   ID stop                                           -> ends the probe ID, which must be running; no answer
# What goes wrong is answered as: ID ! words
export LC_ALL=C
conf=/usr/local/etc/haproxy/haproxy.cfg
declare -A probes
exec 9<> <(:) # never has anything to read: reading from it with a limit is a sleep

cli() { # ID COMMANDS
    local line
    if ! { exec 3<>/dev/tcp/127.0.0.1/9999; } 2>/dev/null; then
        printf '%s ! the runtime API does not answer\n' "$1"
        return
    fi
    printf '%s\n' "$2" >&3
    while IFS= read -r -t 5 line <&3; do printf '%s | %s\n' "$1" "$line"; done
    exec 3>&-
    printf '%s .\n' "$1"
}

put() { # ID LINES
    local i line text=
    for ((i = 0; i < $2; i++)); do
        IFS= read -r line || exit
        text+=$line$'\n'
    done
    # In one move, so that HAProxy never starts from half a file.
    if printf '%s' "$text" >"$conf.new" && mv -f "$conf.new" "$conf"; then
        printf '%s .\n' "$1"
    else
        printf '%s ! the configuration could not be written\n' "$1"
    fi
}

request() { # IP PORT PATH
    exec 3<>"/dev/tcp/$1/$2" || exit
    printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nUser-Agent: branch-gate\r\nAccept: */*\r\nConnection: close\r\n\r\n' "$3" >&3
    local line
    IFS= read -r -t 60 line <&3 && printf '%s\n' "$line"
}

sleep_until() { # microseconds
    local left=$(($1 - ${EPOCHREALTIME/./}))
    if ((left > 0)); then
        read -r -t "$((left / 1000000)).$(printf %06d $((left % 1000000)))" -u 9
    fi
}

probe() { # ID IP PORT MIN MAX INTERVAL LONGEST PATH; times in microseconds
    local n=0 line begun left pid end=$((${EPOCHREALTIME/./} + $7))
    while :; do
        n=$((n + 1)) begun=${EPOCHREALTIME/./}
        left=$((end - begun))
        if ((left <= 0)); then
            printf '%s ! no more time\n' "$1"
            return
        fi
        if ((left > 10000000)); then left=10000000; fi
        exec 4< <(request "$2" "$3" "$8" 2>&1)
        pid=$!
        if ! IFS= read -r -n 300 -t "$((left / 1000000)).$(printf %06d $((left % 1000000)))" -u 4 line; then
            if (($? > 128)); then line='no answer in time'; else line='connection closed without an answer'; fi
        fi
        exec 4<&-
        kill "$pid" 2>/dev/null
        if [[ $line =~ ^HTTP/[0-9.]+\ ([0-9][0-9][0-9]) ]]; then
            printf '%s | %d HTTP %s\n' "$1" "$n" "${BASH_REMATCH[1]}"
            if ((BASH_REMATCH[1] >= $4 && BASH_REMATCH[1] <= $5)); then
                printf '%s .\n' "$1"
                return
            fi
        else
            line=${line##*connect: }
            printf '%s | %d %s\n' "$1" "$n" "${line//[^[:print:]]/}"
        fi
        sleep_until $((begun + $6))
    done
}

while IFS=' ' read -r id verb rest; do
    case $verb in
        cli) cli "$id" "$rest" ;;
        put) put "$id" "$rest" ;;
        probe)
            read -r ip port min max interval longest path <<<"$rest"
            probe "$id" "$ip" "$port" "$min" "$max" "$interval" "$longest" "$path" </dev/null &
            probes[$id]=$!
            ;;
        stop)
            if [ -n "${probes[$id]-}" ]; then
                kill "${probes[$id]}" 2>/dev/null
                unset "probes[$id]"
            fi
            ;;
        *) printf '%s ! no such order\n' "$id" ;;
    esac
done
kill $(jobs -rp) 2>/dev/null
