extension RowParser {
  /// How far a JSON object has been read, where rows are objects and not lines.
  struct ObjectState {
    /// Brackets that are open.
    var depth = 0
    var isInString = false
    var isEscaped = false
    /// Whether something else is in the place of an object. It is a row up to the next comma in an array, and up to the
    /// end of its line outside of one.
    var isOther = false
    /// Whether white space has followed it.
    var isOtherDone = false
    /// Whether the array has an element that no comma has followed yet.
    var hasElement = false
    /// Whether the array has a comma that no element has followed yet.
    var hasComma = false
    /// The line on which an array of objects begins, until it ends.
    var arrayLine: Int?
    /// Whether anything but white space was read.
    var hasBegun = false
  }

  /// Scans to the end of the next object, or to the end of the window. Only brackets and strings are looked at; the
  /// reader of the object checks whether it is well formed.
  ///
  /// - Returns: whether the row is complete.
  /// - Throws: `DataError.jsonSeparator`.
  mutating func scanObject() throws(DataError) -> Bool {
    guard var state = objects else { return false }
    let bytes = window.base
    let end = window.count
    var i = position
    defer {
      position = i
      objects = state
    }
    while i < end {
      let byte = bytes[i]
      if state.isOther, !state.isInString {
        if byte == Byte.lineFeed { return complete(&state, at: i) }
        if state.arrayLine != nil {
          if byte == Byte.comma || byte == UInt8(ascii: "]") { return complete(&state, at: i) }
          if Byte.isWhitespace(byte) {
            state.isOtherDone = true
          } else if state.isOtherDone || [Byte.quote, UInt8(ascii: "{"), UInt8(ascii: "[")].contains(byte) {
            throw separator("a comma is missing before this element")
          }
        }
      } else if state.depth == 0, !state.isInString {
        try begin(with: byte, &state)
        rowStart = state.depth > 0 || state.isOther ? i : i + 1
        fieldStart = rowStart
        rowLine = line
      } else if state.isInString {
        // A string cannot contain a line end: its closing quote is missing.
        if byte == Byte.lineFeed { return complete(&state, at: i) }
        if state.isEscaped {
          state.isEscaped = false
        } else if byte == Byte.backslash {
          state.isEscaped = true
        } else if byte == Byte.quote {
          state.isInString = false
        }
      } else {
        switch byte {
        case Byte.quote: state.isInString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): state.depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          state.depth -= 1
          if state.depth == 0 {
            i += 1
            return complete(&state, at: i)
          }
        default: break
        }
      }
      if byte == Byte.lineFeed { line += 1 }
      i += 1
    }
    return false
  }

  /// Reads a byte outside of all values.
  private func begin(with byte: UInt8, _ state: inout ObjectState) throws(DataError) {
    if Byte.isWhitespace(byte) { return }
    let isArrayBegin = byte == UInt8(ascii: "[") && !state.hasBegun
    state.hasBegun = true
    if isArrayBegin {
      state.arrayLine = line
    } else if state.arrayLine != nil, byte == Byte.comma {
      guard state.hasElement else { throw separator("a comma is where an element should be") }
      state.hasElement = false
      state.hasComma = true
    } else if state.arrayLine != nil, byte == UInt8(ascii: "]") {
      guard !state.hasComma else { throw separator("a comma follows the last element") }
      state.arrayLine = nil
      state.hasElement = false
    } else {
      guard !state.hasElement else { throw separator("a comma is missing before this element") }
      state.hasComma = false
      if byte == UInt8(ascii: "{") || (byte == UInt8(ascii: "[") && state.arrayLine != nil) {
        state.depth = 1
      } else {
        state.isOther = true
        state.isInString = byte == Byte.quote && state.arrayLine != nil
      }
    }
  }

  private func separator(_ reason: String) -> DataError {
    .jsonSeparator(file: window.input.name, line: line, reason: reason)
  }

  private mutating func complete(_ state: inout ObjectState, at end: Int) -> Bool {
    state.depth = 0
    state.isInString = false
    state.isEscaped = false
    state.isOther = false
    state.isOtherDone = false
    state.hasElement = state.arrayLine != nil
    fields = [Field(start: fieldStart, end: end)]
    return true
  }

  /// Ends the last row at the end of the input.
  ///
  /// - Returns: false when there was no row.
  /// - Throws: `DataError.jsonUnclosed`.
  mutating func finishObjects() throws(DataError) -> Bool {
    guard let state = objects else { return false }
    if state.depth > 0 { throw .jsonUnclosed(file: window.input.name, line: rowLine) }
    if state.isOther {
      fields = [Field(start: fieldStart, end: position)]
      objects?.isOther = false
      return true
    }
    if let line = state.arrayLine { throw .jsonUnclosed(file: window.input.name, line: line) }
    return false
  }
}
