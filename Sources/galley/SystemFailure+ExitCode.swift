internal import GalleyDelivery
internal import Glibc

extension SystemFailure {
    var exitCode: ExitCode {
        switch (code, attempt) {
        case (EACCES, _), (EPERM, _): .noPermission
        case (EMFILE, _), (ENFILE, _), (ENOMEM, _): .system
        case (EIO, _), (ENOSPC, _), (EDQUOT, _): .inputOutput
        case (EAGAIN, _): .tryAgain
        case (_, .read), (_, .list), (_, .open), (_, .examine): .noInput
        case (_, .create), (_, .move), (_, .listen): .cannotCreate
        case (_, .write), (_, .sync), (_, .remove): .inputOutput
        case (_, .lock): .tryAgain
        case (_, .watch): .system
        case (_, .connect): .unreachable
        }
    }
}

extension SystemFailure {
    /// Whether nothing is there, or nobody listens.
    var isAbsence: Bool { code == ENOENT || code == ENOTDIR || code == ECONNREFUSED }
}
