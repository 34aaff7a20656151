internal import GalleyText
internal import Glibc

extension Folder {
    /// Writes a small file whole or not at all, in the place of an earlier one, to survive a loss of power.
    func replace(_ name: Path, with bytes: [UInt8], mode: mode_t = 0o640) throws(SystemFailure) {
        let draft = Path(name.isHidden ? [] : [0x2E]).adding("\(name.text).draft")
        try remove(draft)
        let file = try OpenFile(making: draft, in: self, mode: mode)
        try file.write(bytes)
        try file.sync()
        try file.finish()
        try move(draft, to: self, replacing: name)
        try sync()
    }

    /// Writes a small new file whole or not at all, to survive a loss of power with the folder's next sync.
    func place(_ name: Path, _ bytes: [UInt8], mode: mode_t = 0o640) throws(SystemFailure) {
        if let file = OpenFile(unnamedIn: self, mode: mode) {
            try file.write(bytes)
            try file.sync()
            return try file.link(as: name, in: self)
        }
        // A filesystem without files that have no name.
        let file = try OpenFile(making: name, in: self, mode: mode)
        try file.write(bytes)
        try file.sync()
        try file.finish()
    }

    /// A file in memory, as far as it is looked at; it must not be written over.
    func mapped(_ name: Path) throws(SystemFailure) -> FixedBytes {
        try OpenFile(reading: name, in: self).mapped()
    }

    /// A small file; `nil` if it is not there.
    func content(_ name: Path, limit: Int = 64 << 20) throws(SystemFailure) -> [UInt8]? {
        do throws(SystemFailure) {
            return try OpenFile(reading: name, in: self).readAll(size: 4096, limit: limit)
        } catch  where error.code == ENOENT { return nil }
    }
}
