internal import Glibc

/// What is known of who reads a descriptor: a person at a terminal, or a program.
struct Terminal: Sendable {
    let isTerminal: Bool
    /// Columns of the terminal, else of a page that suits a pager.
    let width: Int

    static let pageWidth = 120

    init(descriptor: Int32) {
        isTerminal = isatty(descriptor) == 1
        var size = winsize()
        if isTerminal, unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 20 {
            width = Int(size.ws_col)
        } else if let columns = environment("COLUMNS").flatMap(Int.init), columns >= 20 {
            width = columns
        } else {
            width = Self.pageWidth
        }
    }

    /// When colour is used.
    enum Color: String, CaseIterable { case auto, always, never }

    /// Says whether to use colour; see no-color.org for `NO_COLOR`.
    func usesColor(_ color: Color) -> Bool {
        switch color {
        case .always: true
        case .never: false
        case .auto: isTerminal && (environment("NO_COLOR") ?? "").isEmpty && environment("TERM") != "dumb"
        }
    }
}

/// The value of a variable of the environment.
func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
}
