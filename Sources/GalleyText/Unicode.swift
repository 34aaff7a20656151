// What Galley asks of the Unicode tables, by way of utf8proc. ASCII is answered here, without a call.

internal import CUTF8Proc
internal import Glibc

/// Properties and mappings of Unicode scalars, by value.
public enum Unicodes {
    /// The simple lower-case mapping of `scalar`.
    public static func lowered(_ scalar: UInt32) -> UInt32 {
        if scalar < 0x80 { return UInt32(UInt8(scalar).asciiLowered) }
        // Latin-1, which is most of French and German.
        if scalar &- 0xC0 < 0x40 { return scalar < 0xDF && scalar != 0xD7 ? scalar + 0x20 : scalar }
        return UInt32(bitPattern: utf8proc_tolower(Int32(bitPattern: scalar)))
    }

    /// The simple upper-case mapping of `scalar`.
    public static func uppered(_ scalar: UInt32) -> UInt32 {
        if scalar < 0x80 { return UInt8(scalar).isASCIILower ? scalar - 32 : scalar }
        return UInt32(bitPattern: utf8proc_toupper(Int32(bitPattern: scalar)))
    }

    /// Letters of any case and script (general categories L*).
    public static func isLetter(_ scalar: UInt32) -> Bool {
        scalar < 0x80 ? UInt8(scalar).isASCIILetter : (1...5).contains(category(scalar))
    }

    /// Upper- and title-case letters (Lu, Lt).
    public static func isUpper(_ scalar: UInt32) -> Bool {
        if scalar < 0x80 { return UInt8(scalar).isASCIIUpper }
        let category = category(scalar)
        return category == 1 || category == 3
    }

    /// Lower-case letters (Ll).
    public static func isLower(_ scalar: UInt32) -> Bool {
        scalar < 0x80 ? UInt8(scalar).isASCIILower : category(scalar) == 2
    }

    /// Decimal digits of any script (Nd).
    public static func isDigit(_ scalar: UInt32) -> Bool {
        scalar < 0x80 ? UInt8(scalar).isASCIIDigit : category(scalar) == 9
    }

    /// Letters, marks and numbers (L*, M*, N*): what a word is made of.
    public static func isWord(_ scalar: UInt32) -> Bool {
        if scalar < 0x80 { return UInt8(scalar).isASCIILetter || UInt8(scalar).isASCIIDigit }
        if scalar &- 0xC0 < 0x40 { return scalar != 0xD7 && scalar != 0xF7 }
        // Quotation marks, dashes and spaces.
        if scalar &- 0x2000 < 0x70 { return false }
        return (1...11).contains(category(scalar))
    }

    /// Combining marks (M*).
    public static func isMark(_ scalar: UInt32) -> Bool { scalar >= 0x300 && (6...8).contains(category(scalar)) }

    /// White space: ASCII's, and the separators (Zs, Zl, Zp, U+0085).
    public static func isSpace(_ scalar: UInt32) -> Bool {
        if scalar < 0x80 { return UInt8(scalar).isASCIISpace }
        return scalar == 0x85 || (23...25).contains(category(scalar))
    }

    /// Punctuation (P*).
    public static func isPunctuation(_ scalar: UInt32) -> Bool { (12...18).contains(category(scalar)) }

    /// Han, kana and other scripts that are written without spaces and counted by the character.
    @inlinable
    public static func isIdeographic(_ scalar: UInt32) -> Bool {
        scalar >= 0x2E80
            && (scalar <= 0x2FDF || (0x3040...0x30FF).contains(scalar) || (0x31F0...0x31FF).contains(scalar)
                || (0x3400...0x4DBF).contains(scalar) || (0x4E00...0x9FFF).contains(scalar)
                || (0xF900...0xFAFF).contains(scalar) || (0x20000...0x323AF).contains(scalar))
    }

    /// utf8proc's number of the general category: 1…5 letters, 6…8 marks, 9…11 numbers, 12…18 punctuation,
    /// 19…22 symbols, 23…25 separators, 26 Cc, 27 Cf, 28 Cs, 29 Co, 0 Cn.
    public static func category(_ scalar: UInt32) -> UInt32 {
        utf8proc_category(Int32(bitPattern: scalar)).rawValue
    }

    /// The canonical combining class; 0 for a starter.
    public static func combiningClass(_ scalar: UInt32) -> Int {
        unsafe Int(utf8proc_get_property(Int32(bitPattern: scalar)).pointee.combining_class)
    }

    /// Says whether a scalar may be the first of two that compose to one.
    public static func startsComposition(_ scalar: UInt32) -> Bool {
        unsafe utf8proc_get_property(Int32(bitPattern: scalar)).pointee.comb_index < 0x8000
    }

    /// The form of a normalization.
    public enum Form: Sendable { case nfc, nfkc }

    /// `bytes` in a normalization form.
    ///
    /// - Precondition: `bytes` is valid UTF-8.
    /// - Complexity: O(*n*), but O(*n* log *n*) within one run of combining marks.
    public static func normalized(_ bytes: Span<UInt8>, _ form: Form) -> [UInt8] {
        if bytes.isNormalized(form) {
            var same: [UInt8] = []
            same.append(copying: bytes)
            return same
        }
        let options: UInt32 =
            UTF8PROC_STABLE.rawValue | UTF8PROC_COMPOSE.rawValue | (form == .nfkc ? UTF8PROC_COMPAT.rawValue : 0)
        return unsafe bytes.withUnsafeBufferPointer { source in
            var result: UnsafeMutablePointer<UInt8>?
            let count = unsafe utf8proc_map(source.baseAddress, source.count, &result, .init(options))
            guard count >= 0, let result = unsafe result else { return unsafe Array(source) }
            defer { unsafe free(result) }
            return unsafe Array(UnsafeBufferPointer(start: result, count: count))
        }
    }
}

extension Span<UInt8> {
    /// Whether no scalar is one that a normalization might change, which for NFC are those from U+0300 on.
    fileprivate func isNormalized(_ form: Unicodes.Form) -> Bool {
        let lead: UInt8 = form == .nfc ? 0xCC : 0x80
        for index in indices where self[index] >= lead { return false }
        return true
    }
}

extension Unicodes {
    /// How many columns of a terminal `scalar` takes: 2 for wide characters, 0 for combining ones and controls.
    public static func width(_ scalar: UInt32) -> Int {
        if scalar < 0x7F { return scalar < 0x20 ? 0 : 1 }
        return Int(utf8proc_charwidth(Int32(bitPattern: scalar)))
    }
}
