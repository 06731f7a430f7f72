/// The content of a compressed file, in constant memory.
final class UnpackedInput: ByteSource {
  private static let chunk = 1 << 16

  private let file: InputFile
  private let compression: Compression
  private var members: MemberStream
  private var output = [UInt8](repeating: 0, count: chunk)

  var name: String { file.name }
  var fraction: Double? { file.fraction }

  /// Nil where the file is not compressed, or the library cannot allocate its memory.
  init?(_ file: InputFile, _ compression: Compression) {
    guard let members = MemberStream(compression) else { return nil }
    self.members = members
    self.file = file
    self.compression = compression
  }

  func fill(_ destination: UnsafeMutablePointer<UInt8>, count: Int) throws(DataError) -> Int {
    if output.count != min(count, Self.chunk) { output = [UInt8](repeating: 0, count: min(count, Self.chunk)) }
    let given = try members.unpack(
      into: &output, from: 0,
      read: { (packed, start) throws(DataError) in
        let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: packed.count - start)
        defer { buffer.deallocate() }
        let got = try file.fill(buffer, count: packed.count - start)
        packed.replaceSubrange(start..<start + got, with: UnsafeBufferPointer(start: buffer, count: got))
        return got
      },
      failure: { fault in
        fault == .windowTooLarge
          ? .archiveWindow(file: name) : .damagedArchive(file: name, kind: compression.rawValue)
      })
    output.withUnsafeBufferPointer { bytes in
      if let base = bytes.baseAddress { destination.update(from: base, count: given) }
    }
    return given
  }
}
