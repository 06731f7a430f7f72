/// The content of a file that is packed with gzip or bzip2, in constant memory.
final class UnpackedInput: ByteSource {
  private static let chunk = 1 << 16

  private let file: InputFile
  private let compression: Compression
  private let kind: String
  private var unpacker: any Unpacker
  /// Packed bytes that were read and not yet unpacked.
  private var packed = [UInt8](repeating: 0, count: chunk)
  private var range = 0..<0
  private var output = [UInt8](repeating: 0, count: chunk)
  private var isWithinMember = true

  var name: String { file.name }
  var fraction: Double? { file.fraction }

  /// Nil where nothing is packed, or there is no memory to unpack with.
  init?(_ file: InputFile, _ compression: Compression) {
    let unpacker: (any Unpacker)?
    switch compression {
    case .none: return nil
    case .gzip: (unpacker, kind) = (GzipUnpacker(), GzipUnpacker.name)
    case .bzip2: (unpacker, kind) = (Bzip2Unpacker(), Bzip2Unpacker.name)
    }
    guard let unpacker else { return nil }
    self.unpacker = unpacker
    self.file = file
    self.compression = compression
  }

  func fill(_ destination: UnsafeMutablePointer<UInt8>, count: Int) throws(DataError) -> Int {
    while true {
      // Four bytes tell whether another member begins.
      if range.count < (isWithinMember ? 1 : 4) {
        packed.replaceSubrange(0..<range.count, with: packed[range])
        range = 0..<range.count + (try read(from: range.count))
        if range.isEmpty {
          if isWithinMember { throw .damagedArchive(file: name, kind: kind) }
          return 0
        }
      }
      if !isWithinMember {
        // What does not look like another member is padding, as the tools take it.
        guard Compression(start: packed[range]) == compression, unpacker.restart() else { return 0 }
        isWithinMember = true
      }
      if output.count != min(count, Self.chunk) { output = [UInt8](repeating: 0, count: min(count, Self.chunk)) }
      guard let piece = unpacker.unpack(packed[range], into: &output, from: 0),
        piece.taken > 0 || piece.given > 0 || piece.isMemberEnd
      else { throw .damagedArchive(file: name, kind: kind) }
      range = range.lowerBound + piece.taken..<range.upperBound
      if piece.isMemberEnd { isWithinMember = false }
      if piece.given > 0 {
        output.withUnsafeBufferPointer { bytes in
          if let base = bytes.baseAddress { destination.update(from: base, count: piece.given) }
        }
        return piece.given
      }
    }
  }

  private func read(from start: Int) throws(DataError) -> Int {
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: packed.count - start)
    defer { buffer.deallocate() }
    let got = try file.fill(buffer, count: packed.count - start)
    packed.replaceSubrange(start..<start + got, with: UnsafeBufferPointer(start: buffer, count: got))
    return got
  }
}
