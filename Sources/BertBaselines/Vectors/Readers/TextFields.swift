/// The fields of a line, which spaces or tabs separate.
struct TextFields {
  private(set) var ranges: [Range<Int>] = []

  /// Finds the fields of a line. Only ASCII white space separates them: words may contain any other.
  mutating func find(_ bytes: [UInt8], _ line: Range<Int>) {
    ranges.removeAll(keepingCapacity: true)
    var start = line.lowerBound
    for place in line {
      let byte = bytes[place]
      if byte == 0x20 || byte == 0x09 || byte == 0x0D {
        if place > start { ranges.append(start..<place) }
        start = place + 1
      }
    }
    if line.upperBound > start { ranges.append(start..<line.upperBound) }
  }
}
