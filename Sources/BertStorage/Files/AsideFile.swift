import Foundation
import Synchronization

/// A file that is written beside its target and then renamed over it: a reader sees either the old content or the new,
/// and a failure leaves the old.
package struct AsideFile: ~Copyable {
  private let target: String
  private let aside: String
  private let descriptor: Int32
  private let operations: FileOperations
  private var isOpen = true
  private var isMoved = false

  /// The paths of the unfinished files, for a program that is about to end without their `deinit`.
  private static let open = Mutex<Set<String>>([])

  /// Distinguishes the files that one process writes aside for the same target at the same time.
  private static let counter = Atomic<Int>(0)

  /// Creates the file `name.tmp-PID-N` beside the target.
  package init(for target: String, operations: FileOperations = .system) throws(FileError) {
    Leftovers.clear(beside: target)
    let number = Self.counter.add(1, ordering: .relaxed).newValue
    aside = "\(Leftovers.prefix(target))\(getpid())-\(number)"
    // A file of this name can only be left over from a dead process with the same process id: it is replaced.
    _ = unlink(aside)
    descriptor = Foundation.open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard descriptor >= 0 else { throw FileError(.writing("open", errno), target) }
    // The lock says that the file is in use. On a file system without locks, only the process id tells.
    _ = flock(descriptor, LOCK_EX | LOCK_NB)
    self.target = target
    self.operations = operations
    _ = Self.open.withLock { [aside] in $0.insert(aside) }
  }

  /// Deletes all files that have not replaced their targets yet. To be called right before the program ends on a
  /// signal.
  package static func discardAll() {
    open.withLock { paths in
      for path in paths { _ = unlink(path) }
      paths.removeAll()
    }
  }

  deinit {
    if isOpen { _ = close(descriptor) }
    if !isMoved { _ = unlink(aside) }
    Self.open.withLock { [aside] in _ = $0.remove(aside) }
  }

  /// Appends bytes.
  package func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    var rest = bytes
    while let start = rest.baseAddress, !rest.isEmpty {
      let written = operations.write(descriptor, start, rest.count)
      if written < 0 {
        if errno == EINTR { continue }
        throw FileError(.writing("write", errno), target)
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
  }

  /// Appends bytes.
  package func append(_ bytes: [UInt8]) throws(FileError) {
    // `withUnsafeBytes` would lose the type of the error; `withUnsafeBufferPointer` keeps it.
    try bytes.withUnsafeBufferPointer { (buffer) throws(FileError) in
      try append(UnsafeRawBufferPointer(buffer))
    }
  }

  /// Overwrites bytes from the start of the file, such as a header that states a count known only at the end.
  package func overwriteStart(_ bytes: [UInt8]) throws(FileError) {
    try bytes.withUnsafeBufferPointer { (buffer) throws(FileError) in
      var done = 0
      while let start = buffer.baseAddress, done < buffer.count {
        let written = operations.writeAt(descriptor, start + done, buffer.count - done, done)
        if written < 0 {
          if errno == EINTR { continue }
          throw FileError(.writing("write", errno), target)
        }
        done += written
      }
    }
  }

  /// Synchronizes the content to the disk, renames the file over its target and synchronizes the directory.
  package consuming func finish() throws(FileError) {
    guard operations.synchronize(descriptor) == 0 else {
      throw FileError(.writing("fsync", errno), target)
    }
    // On network file systems, close is the last call that may report a failed write.
    isOpen = false
    guard close(descriptor) == 0 else { throw FileError(.writing("close", errno), target) }
    guard operations.rename(aside, target) == 0 else {
      throw FileError(.writing("rename", errno), target)
    }
    isMoved = true
    try Self.synchronizeDirectory(of: target, operations: operations)
  }

  private static func synchronizeDirectory(
    of target: String, operations: FileOperations
  ) throws(FileError) {
    let directory = URL(fileURLWithPath: target).deletingLastPathComponent().path
    let descriptor = Foundation.open(directory, O_RDONLY | O_CLOEXEC)
    // A directory that is writable but not readable cannot be synchronized; the file itself already is.
    guard descriptor >= 0 else { return }
    defer { _ = close(descriptor) }
    // Some file systems do not support fsync of a directory and return EINVAL.
    guard operations.synchronize(descriptor) == 0 || errno == EINVAL else {
      throw FileError(.writing("fsync", errno), directory)
    }
  }
}
