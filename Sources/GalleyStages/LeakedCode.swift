internal import GalleyText

// Code of pages that leaks into articles: scripts of advertisers and counters, styles, comments, data.

extension Span<UInt8> {
    /// How sure it is that a line is code.
    enum Code {
        /// It could be; code beside it makes it so.
        case possible
        /// Encoded data; a second such line makes it so.
        case data
        /// It names what only a page's own scripts name.
        case certain
    }

    /// Says whether a line is code; most lines are dismissed by their first and last byte.
    func code(_ range: Range<Int>) -> Code? {
        let first = self[range.lowerBound]
        if first == 0x3C || first == 0x2F || first == 0x2A {
            for start in Self.pageSigns where has(start, at: range.lowerBound) { return .certain }
        }
        let last = self[range.upperBound - 1]
        switch last {
        case 0x3B, 0x7B, 0x7D, 0x3E, 0x29, 0x2C, 0x5B, 0x28, 0x2F, 0x2A: break
        default: return isData(range) ? .data : nil
        }
        if first == 0x3C, last == 0x3E {
            for tag in Self.pageTags where has(tag, at: range.lowerBound) { return .certain }
        }
        guard looksLikeCode(range, first, last) else { return nil }
        for name in Self.scriptNames where contains(name, in: range) { return .certain }
        return .possible
    }

    /// A line of signs that prose lacks: ends in `;`, `{` or `}`, or has brackets, equals signs or quotes around them.
    private func looksLikeCode(_ range: Range<Int>, _ first: UInt8, _ last: UInt8) -> Bool {
        if last == 0x7D || last == 0x7B || has("//", at: range.lowerBound) || has("/*", at: range.lowerBound) {
            return true
        }
        var signs = 0
        for index in range.prefix(400) {
            switch self[index] {
            case 0x3D, 0x7B, 0x7D, 0x28, 0x5B, 0x3B, 0x5F: signs += 1
            default: break
            }
        }
        return last == 0x3B ? signs >= 2 : signs >= 3
    }

    /// A long run of letters and digits without a space, as encoded data are.
    private func isData(_ range: Range<Int>) -> Bool {
        guard range.count >= 40 else { return false }
        var (lower, upper, digits) = (0, 0, 0)
        for index in range {
            let byte = self[index]
            if byte.isASCIILower {
                lower += 1
            } else if byte.isASCIIUpper {
                upper += 1
            } else if byte.isASCIIDigit || byte == 0x2B || byte == 0x2F || byte == 0x3D {
                digits += 1
            } else {
                return false
            }
        }
        return lower > 0 && upper > range.count / 8 && digits > 0
    }

    private func contains(_ name: StaticString, in range: Range<Int>) -> Bool {
        let end = Swift.min(range.upperBound, range.lowerBound + 2000) - name.utf8CodeUnitCount
        guard end >= range.lowerBound else { return false }
        for index in range.lowerBound...end where has(name, at: index) { return true }
        return false
    }

    private static var pageSigns: [StaticString] { ["<!--", "//-->", "//<!", "*/?>"] }

    private static var pageTags: [StaticString] {
        ["<script", "</script", "<noscript", "</noscript", "<style", "</style", "<iframe", "<img ", "<link ", "<meta "]
    }

    /// Names that page scripts use and articles about programming hardly do.
    private static var scriptNames: [StaticString] {
        [
            "google_ad", "googletag", "adsbygoogle", "gtag(", "_gaq", "ga('", "fbq(", "dataLayer", "document.write(",
            "document.getElementsByTagName", "window._", "window.dataLayer", "_taboola", "OBR.", "_comscore",
            "COMSCORE", "ad_client", "ad_slot", "jQuery(document", "$(document).ready", "(function(d, s, id",
            "js.src", "disqus_", "addthis_", "pbs.twimg", "!important;",
        ]
    }
}
