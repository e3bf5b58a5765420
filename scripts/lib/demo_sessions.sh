# shellcheck shell=bash
# Signs members in through the gateway, so that the console has sessions to show. To be sourced by scripts/run.

chrome="AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
safari="AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6"
demo_browsers=(
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) $chrome"
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) $safari Safari/605.1.15"
    "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) $safari Mobile/15E148 Safari/604.1"
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) $chrome Edg/142.0.0.0"
)

# Up to four members of each of some customers, each with another browser, on one origin and the other; where sessions
# live on from the last run, nobody.
sign_people_in() {
    local customer member count=0
    for customer in EBS-1 EGF-2 EJL-4 EWT-12; do
        if [[ -n $(casement session list --partner acme --customer "$customer") ]]; then continue; fi
        for member in $(casement member list --partner acme --customer "$customer" | cut -f 1 | head -n 4); do
            sign_in "$customer" "$member" "${demo_browsers[count % ${#demo_browsers[@]}]}" "$(demo_origin "$count")"
            count=$((count + 1))
        done
    done
}

demo_origin() { if (($1 % 3 == 2)); then echo "$europe"; else echo "$partner"; fi; }

sign_in() {
    local customer=$1 member=$2 browser=$3 origin=$4 token status
    token=$(casement token sign --key certs/acme.pem --partner acme --customer "$customer" --member "$member" \
        --origin "$origin")
    status=$(curl -s -o /dev/null -w '%{http_code}' -A "$browser" "$gateway/direct_link" \
        --data-urlencode "token=$token")
    [[ $status == 303 ]] || fail "Member $member of $customer could not sign in: $status"
}
