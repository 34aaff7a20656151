# Galley's commands. `make demo` and `make test` set up what they need by themselves.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := build

PREFIX ?= /usr/local
DESTDIR ?=
BUILD := .build/release
RELEASE := swift build -c release --static-swift-stdlib
APT_PACKAGES := libyaml-dev libpcre2-dev libutf8proc-dev nettle-dev libcld2-dev
HEADERS := /usr/include/yaml.h /usr/include/pcre2.h /usr/include/utf8proc.h /usr/include/nettle/sha2.h \
	/usr/include/cld2/public/compact_lang_det.h

UNITS := galley.service galley@.service
# The highest exposure that systemd may find in a unit, in tenths of its scale from 0 to 10.
EXPOSURE := 3
BOOT := .build/boot/root

.PHONY: help build setup demo test faults lint units install uninstall boot-test boot-test-vm benchmark delivery allocations clean

help:  ## What each command does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

setup:  ## Install the C libraries that are missing (Debian, Ubuntu)
	@missing=""; for header in $(HEADERS); do [ -e "$$header" ] || missing=yes; done; \
	command -v swift >/dev/null || { echo "Galley needs the Swift toolchain, 6.2 or later: https://www.swift.org/install"; exit 69; }; \
	[ -n "$$missing" ] || exit 0; \
	echo "Installing with apt-get: libyaml (reads pipeline files), PCRE2 (users' patterns),"; \
	echo "utf8proc (Unicode tables and NFC), Nettle (SHA-256 of what went in and out),"; \
	echo "CLD2 (which language a text is in)."; \
	command -v apt-get >/dev/null || { echo "There is no apt-get here: install the five libraries with their headers."; exit 69; }; \
	sudo=""; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	$$sudo apt-get update -qq; \
	DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq --no-install-recommends $(APT_PACKAGES) >/dev/null

build: setup  ## Build the release program: one stripped file at .build/release/galley
	$(RELEASE) --product galley
	strip $(BUILD)/galley

demo: build  ## Clean the examples, and show every mark on the first
	@rm -rf .build/demo && mkdir -p .build/demo/copy
	@$(BUILD)/galley dry-run pipelines/news.yaml examples/treaty/article.txt
	@for article in examples/*/article.*; do \
	    name=$$(basename "$$(dirname "$$article")"); cp "$$article" ".build/demo/$$name.$${article##*.}"; done
	@$(BUILD)/galley clean -p pipelines/news.yaml -o .build/demo/copy .build/demo/*.*
	@echo
	@echo "Clean copies, each with its record (NAME.record.json), are in .build/demo/copy:"
	@ls .build/demo/copy
	@echo
	@echo "Any of them goes back to what it was, byte for byte:"
	@echo "  $(BUILD)/galley undo .build/demo/copy/treaty.txt.record.json .build/demo/copy/treaty.txt"

lint: setup  ## Check the format of all Swift code
	swift format lint --strict -r -p Sources Tests Package.swift

units:  ## Check the systemd units: every directive known, exposure at most 0.3
	@Tests/Boot/need.sh systemd-analyze systemd "tells how much a unit may do"
	@rm -rf .build/units && mkdir -p .build/units
	@for unit in $(UNITS); do \
	    sed 's|/usr/bin/galley|/bin/true|' "systemd/$$unit" >".build/units/$$unit"; \
	    systemd-analyze verify --man=no --recursive-errors=no ".build/units/$$unit"; \
	    systemd-analyze security --offline=yes --threshold=$(EXPOSURE) --no-pager ".build/units/$$unit" | tail -n 1; done

test: lint units  ## Lint, check the units, then build and run every test
	swift build --build-tests
	swift test --skip-build --skip GalleyFaultTests
	swift test --skip-build --no-parallel --filter GalleyFaultTests

# A Debian tree with the program and its units as they are installed.
.PHONY: boot-root
boot-root: build
	@[ "$$(id -u)" = 0 ] || { echo "Only root can boot a system: sudo make $(MAKECMDGOALS)"; exit 77; }
	@Tests/Boot/need.sh debootstrap debootstrap "makes a Debian tree to boot"
	@Tests/Boot/root.sh $(BOOT) $(BUILD)/galley
	@$(MAKE) --no-print-directory install DESTDIR=$(BOOT) PREFIX=/usr >/dev/null
	@install -m 755 Tests/Boot/checks.sh $(BOOT)/opt/checks.sh

boot-test: boot-root  ## Boot a real systemd in a container, and see how the service lives in it (needs root)
	@Tests/Boot/need.sh systemd-nspawn systemd-container "boots systemd in a container"
	@Tests/Boot/container.sh $(BOOT)

boot-test-vm: boot-root  ## The same in a virtual machine, with a kernel of its own
	@Tests/Boot/need.sh qemu-system-x86_64 qemu-system-x86 "boots a kernel"
	@Tests/Boot/machine.sh $(BOOT)

faults: setup  ## Try every point at which delivery can be killed or fail (about an hour; make test tries a sample)
	swift build --build-tests
	GALLEY_SWEEP=whole swift test --skip-build --no-parallel --filter GalleyFaultTests

benchmark: setup  ## Speed and allocations of each stage
	$(RELEASE) --product galley-benchmarks
	$(BUILD)/galley-benchmarks stages

delivery: build  ## Speed of the service: a full inbox against the bare protocol, a lone file, nothing to do
	$(RELEASE) --product galley-benchmarks
	$(BUILD)/galley-benchmarks delivery

allocations: setup  ## Compare the allocations of each stage with the limits that are checked in
	$(RELEASE) --product galley-benchmarks
	$(BUILD)/galley-benchmarks stages --check

install: build  ## Install to DESTDIR and PREFIX (/usr/local)
	install -D -m 755 $(BUILD)/galley $(DESTDIR)$(PREFIX)/bin/galley
	find pipelines -name '*.yaml' -printf '%P\n' | while read -r file; do \
	    install -D -m 644 "pipelines/$$file" "$(DESTDIR)$(PREFIX)/share/galley/$$file"; done
	for unit in $(UNITS); do sed 's|/usr/bin/galley|$(PREFIX)/bin/galley|' "systemd/$$unit" | \
	    install -D -m 644 /dev/stdin "$(DESTDIR)$(PREFIX)/lib/systemd/system/$$unit"; done
	install -D -m 644 systemd/galley.sysusers $(DESTDIR)$(PREFIX)/lib/sysusers.d/galley.conf
	install -D -m 644 systemd/galley.tmpfiles $(DESTDIR)$(PREFIX)/lib/tmpfiles.d/galley.conf

uninstall:  ## Remove what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/galley
	rm -rf $(DESTDIR)$(PREFIX)/share/galley
	rm -f $(addprefix $(DESTDIR)$(PREFIX)/lib/systemd/system/,$(UNITS))
	rm -f $(DESTDIR)$(PREFIX)/lib/sysusers.d/galley.conf $(DESTDIR)$(PREFIX)/lib/tmpfiles.d/galley.conf

clean:  ## Remove what was built
	swift package clean
