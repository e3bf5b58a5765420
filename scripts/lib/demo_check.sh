# shellcheck shell=bash
# What `scripts/run --check` does with curl. To be sourced by it.

# The main job: token, pinned session, proxied page, sign-out, 401.
check_gateway() {
    local token answer cookie
    token=$(partner_call tokens --data-urlencode "account=BS-1/ann" --data-urlencode "origin=$partner" |
        sed -n 's/.*"token":"\([^"]*\)".*/\1/p')
    [[ -n $token ]] || fail "The partner's backend gave no token."
    answer=$(curl -s -i "$gateway/direct_link" --data-urlencode "token=$token" --data-urlencode "origin=$partner" \
        --data-urlencode "path=/whoami.json")
    grep -q '^HTTP/1.1 303' <<<"$answer" || fail "Sign-in was refused: $answer"
    cookie=$(sed -n 's/^[Ss]et-[Cc]ookie: \(casement=[^;]*\);.*/\1/p' <<<"$answer" | head -n 1)
    [[ -n $cookie ]] || fail "Sign-in set no cookie: $answer"
    answer=$(curl -s -i -H "Cookie: $cookie" "$gateway/whoami.json")
    grep -q "\"origin\":\"$partner\"" <<<"$answer" || fail "The application does not see the pinned origin: $answer"
    grep -qi "^content-security-policy: .*frame-ancestors 'self' $partner" <<<"$answer" || fail "No policy: $answer"
    answer=$(partner_call sign_out --data-urlencode "account=BS-1/ann")
    grep -q '"ended":' <<<"$answer" || fail "Sign-out was refused: $answer"
    answer=$(curl -s -o /dev/null -w '%{http_code}' -H "Cookie: $cookie" "$gateway/whoami.json")
    [[ $answer == 401 ]] || fail "The session outlived sign-out: $answer"
    echo "check: signed in, pinned, proxied, signed out"
}

# The console: the sign-in page, its form, the customers.
check_console() {
    local jar=$state/console.cookies form_token answer
    rm -f "$jar"
    form_token=$(curl -s -c "$jar" "$console/sign_in" |
        sed -n 's/.*name="form_token" value="\([^"]*\)".*/\1/p' | head -n 1)
    [[ -n $form_token ]] || fail "The console shows no form to sign in."
    answer=$(curl -s -o /dev/null -w '%{http_code}' -b "$jar" -c "$jar" "$console/sign_in" \
        --data-urlencode "form_token=$form_token" --data-urlencode "email=ada@acme.example" \
        --data-urlencode "password@"<(tr -d '\n' <"$state/console-password"))
    [[ $answer == 303 ]] || fail "The console refused ada@acme.example: $answer"
    answer=$(curl -s -b "$jar" "$console/customers")
    rm -f "$jar"
    grep -q "Blue Sky" <<<"$answer" || fail "The console does not show the customer Blue Sky: ${answer:0:2000}"
    echo "check: signed in to the console, and Blue Sky is there"
}

partner_call() {
    local path=$1
    shift
    curl -s -H "Host: na1.localhost:$partner_port" -H "Origin: $partner" "http://127.0.0.1:$partner_port/$path" "$@"
}
