#!/bin/bash
# Runs inside the system that was booted, as root, and tells how galley lives under its systemd: one line a check, the
# last one "N passed, M failed".
set -u
passed=0 failed=0
check() { # check DESCRIPTION: tells how the last command went
    if [ $? = 0 ]; then passed=$((passed + 1)); echo "ok - $1"; else failed=$((failed + 1)); echo "not ok - $1"; fi
}
within() { # within SECONDS CONDITION: waits for a condition
    local end=$((SECONDS + $1))
    until eval "$2" 2>/dev/null; do [ $SECONDS -lt $end ] || return 1; sleep 0.1; done
}
unit=galley@news.service
show() { systemctl show -P "$1" "${2:-$unit}"; }
log() { journalctl -u "${1:-$unit}" -o cat --no-pager; }
is_up() { [ "$(show ActiveState "${1:-$unit}")/$(show SubState "${1:-$unit}")" = active/running ]; }
copies() { find "$1" -mindepth 1 -maxdepth 1 -name '*.txt' | wc -l; }
spool=/var/spool/galley/news outbox=/srv/clean/news

# An article as a producer of another user leaves it: written aside, readable for its group, renamed into the inbox.
drop() { # drop NAME [INBOX]
    runuser -u wire -- bash -c 'umask 0027
        printf "The ferry stops\n\nThe ferry stops\nThe last boat left on Sunday, and \xe2\x80\x9cthat is that.\xe2\x80\x9d\n\n-\n" >"$2/.$1"
        mv "$2/.$1" "$2/$1"' - "$1" "${2:-$spool/inbox}"
}

echo "# Linux $(uname -r), $(systemctl --version | head -n 1), $(systemd-detect-virt)," \
    "control groups $(stat -fc %T /sys/fs/cgroup), first process $(cat /proc/1/comm)"

galley --version >/dev/null; check "the program starts"
[ $failed = 0 ] || exit 1
systemd-sysusers && systemd-tmpfiles --create 2>/dev/null
[ "$(id -nG galley)" = "galley galley-drop" ]; check "the user galley is there, in its groups"
useradd --system --gid galley-drop --no-create-home wire
useradd --system --groups galley --no-create-home desk
[ "$(stat -c %U:%a /var/spool/galley)" = galley:755 ]; check "the folder for spools is there"
[ "$(stat -c %U:%a /etc/galley)" = root:755 ]; check "so is the one for pipeline files"

# A pipeline with an outbox outside of what the sandbox gives, and its folders as galley writes them down.
pipeline() { # pipeline STAGE...
    printf 'name: news\nspool: %s\noutbox: %s\nstages:\n' "$spool" "$outbox"
    printf -- '  - %s\n' "$@"
}
pipeline repair-text dedupe-headlines 'strip-navigation: { packs: [en] }' normalize-quotes >/etc/galley/news.yaml
galley unit --tmpfiles /etc/galley/news.yaml >/etc/tmpfiles.d/galley@news.conf &&
    systemd-tmpfiles --create galley@news.conf && [ "$(stat -c %U:%G:%a $spool/inbox)" = galley:galley-drop:2770 ]
check "galley unit names the folders, and systemd makes them"
systemctl start $unit; check "start without the drop-in"
within 20 'galley status | grep -q "^news  paused: "'; check "the sandbox keeps it from the outbox, and it says so"
galley status | sed -n '1s/^/# /p'
systemctl stop $unit
mkdir -p "/etc/systemd/system/$unit.d"
galley unit /etc/galley/news.yaml >"/etc/systemd/system/$unit.d/paths.conf"; check "galley unit writes the drop-in"
printf '[Service]\nWatchdogSec=2s\n' >"/etc/systemd/system/$unit.d/test.conf"
systemctl daemon-reload

systemctl start $unit; check "start"
is_up; check "it is up when start returns"
log | grep -q "watches '$spool/inbox'"; check "start waited until it watches"
process=$(show MainPID)
[ "$(grep -E '^(Seccomp|NoNewPrivs|CapEff|CapBnd):' "/proc/$process/status" | tr -s '\t\n' ' ')" = \
    "CapEff: 0000000000000000 CapBnd: 0000000000000000 NoNewPrivs: 1 Seccomp: 2 " ]
check "it runs without capabilities, with filtered calls"
systemd-analyze security --threshold=3 --no-pager $unit >/dev/null; check "exposure with the drop-in is at most 0.3"

drop a.txt
within 20 '[ -e $outbox/a.txt ]'; check "an article is delivered to an outbox outside of the spool"
[ "$(grep -c 'The ferry stops' $outbox/a.txt)/$(grep -c '^-$' $outbox/a.txt)" = 1/0 ]; check "it is clean"
[ -e $outbox/a.txt.record.json ]; check "its record is there before it"
[ "$(stat -c %U:%G:%a $outbox/a.txt)" = galley:galley:640 ]; check "it belongs to galley and its group"
runuser -u desk -- mv $outbox/a.txt /tmp/a.txt; check "whose members may take it"
within 20 '[ -n "$(find $spool/archive -name a.txt)" ]'; check "the original is in the archive"

galley status | grep -q '^news  running$'; check "root sees the status"
runuser -u galley -- galley status --json | grep -q '"delivered":1,'; check "so does the service's group"
runuser -u nobody -- galley status >/dev/null 2>&1; [ $? = 69 ]; check "others may not ask"

within 60 '[ $(($(show WatchdogTimestampMonotonic) - $(show ActiveEnterTimestampMonotonic))) -gt 4000000 ]' &&
    [ "$(show NRestarts)" = 0 ]
check "it lives beyond twice its watchdog's time, since it says that it is alive"
[[ $(show StatusText) == "news running"* ]]; check "it says what it does: $(show StatusText)"

kill -9 "$(show MainPID)"
drop b.txt
within 30 '[ "$(show NRestarts)" = 1 ] && is_up'; check "killed, it starts again"
within 20 '[ -e $outbox/b.txt ]'; check "and delivers what came meanwhile"

kill -STOP "$(show MainPID)"
within 60 '[ "$(show NRestarts)" = 2 ] && is_up'; check "hanging, it is ended by the watchdog and starts again"
log | grep -q 'Watchdog timeout'; check "the journal says so"

pipeline repair-text >/etc/galley/news.yaml
systemctl reload $unit; check "reload"
log | grep -q 'news runs its new file'; check "reload waited for the new pipeline"
drop c.txt
within 20 '[ "$(grep -c "The ferry stops" $outbox/c.txt 2>/dev/null)" = 2 ]'; check "the new pipeline is the one that runs"
echo 'nmae: news' >/etc/galley/news.yaml
systemctl reload $unit 2>/dev/null; [ $? != 0 ]; check "reload fails with a wrong pipeline"
log | grep -q "unknown key 'nmae'"; check "the journal says what is wrong"
is_up && [ "$(show NRestarts)" = 2 ]; check "it goes on as before"
RUNTIME_DIRECTORY=/run/galley/news galley reload >/dev/null 2>&1; [ $? = 78 ]; check "galley reload gives the code of a wrong pipeline"
drop d.txt
within 20 '[ -e $outbox/d.txt ]'; check "and delivers"
pipeline repair-text >/etc/galley/news.yaml

# 400 files, 300 times SIGHUP, 5 times SIGTERM.
runuser -u wire -- bash -c 'for n in {1..400}; do echo "Story $n." >"$1/.s$n"; mv "$1/.s$n" "$1/s$n.txt"; done' - $spool/inbox &
writer=$!
process=$(show MainPID)
for _ in {1..300}; do kill -HUP "$process"; done
within 20 '[ "$(log | grep -c "news runs its new file")" -gt 1 ]'; check "a storm of SIGHUP reloads"
for _ in {1..5}; do kill -TERM "$process"; done
within 60 '[ "$(show ActiveState)" = inactive ]' && [ "$(show Result)" = success ]
check "a storm of SIGTERM ends it in peace"
wait $writer
systemctl start $unit; check "it starts again"
within 60 '[ "$(find $outbox -name "s*.txt" | wc -l)" = 400 ]'; check "all 400 files are delivered"
[ -z "$(find $outbox -name '*~*')" ]; check "each once"
within 20 '[ "$(find $spool/archive -name "s*.txt" | wc -l)" = 400 ]' && [ -z "$(ls $spool/work $spool/staged | grep -v :)" ]
check "and nothing is left half done"

systemctl stop $unit; check "stop"
[ "$(show ActiveState)/$(show Result)/$(show ExecMainStatus)" = inactive/success/0 ]; check "it ends with 0"
log | grep -q 'news stopped; it delivered'; check "and says so"
[ ! -e /run/galley/news ]; check "its sockets are gone"

echo 'nmae: news' >/etc/galley/news.yaml
systemctl start $unit 2>/dev/null
[ "$(show ActiveState)/$(show ExecMainStatus)/$(show NRestarts)" = failed/78/0 ]; check "with a wrong pipeline it does not start, and is not tried again"

# All pipelines in one process. The other has its spool where the sandbox lets it.
pipeline repair-text >/etc/galley/news.yaml
printf 'name: wires\nspool: /var/spool/galley/wires\nstages: [repair-text]\n' >/etc/galley/wires.yaml
galley unit --tmpfiles /etc/galley >/etc/tmpfiles.d/galley-all.conf && systemd-tmpfiles --create galley-all.conf
mkdir -p /etc/systemd/system/galley.service.d
galley unit /etc/galley >/etc/systemd/system/galley.service.d/paths.conf
systemctl daemon-reload
systemctl start $unit; check "one pipeline alone runs"
systemctl start galley.service && is_up galley.service; check "all pipelines run in one process"
within 20 '[ "$(show ActiveState)" = inactive ]'; check "and the process of the one has ended"
[ "$(galley status | grep -c '  running$')" = 2 ]; check "both are seen"
drop e.txt; drop e.txt /var/spool/galley/wires/inbox
within 20 '[ -e $outbox/e.txt ] && [ -e /var/spool/galley/wires/outbox/e.txt ]'; check "both deliver"
systemctl reload galley.service; check "both reload"
systemctl stop galley.service; check "both stop"
[ "$(show Result galley.service)/$(show ExecMainStatus galley.service)" = success/0 ]; check "with 0"

complaints=$(journalctl -o cat --no-pager | grep -c 'Failed to set thread priority')
echo "# $complaints complaints about the priority of threads"
[ $failed = 0 ] || { journalctl -u 'galley*' --no-pager -o short-monotonic | tail -n 80 | sed 's/^/#   /'; }
echo "$passed passed, $failed failed"
[ $failed = 0 ]
