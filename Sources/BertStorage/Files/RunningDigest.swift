#if canImport(CryptoKit)
  import CryptoKit
#else
  import SystemOpenSSL
#endif

/// An incremental SHA-256 (FIPS 180-4). A copy is independent of the original.
package struct RunningDigest {
  #if canImport(CryptoKit)
    private var state = SHA256()
  #else
    private var state = SHA256_CTX()
  #endif

  package init() {
    #if !canImport(CryptoKit)
      SHA256_Init(&state)
    #endif
  }

  /// Adds bytes.
  package mutating func add(_ bytes: UnsafeRawBufferPointer) {
    #if canImport(CryptoKit)
      state.update(bufferPointer: bytes)
    #else
      SHA256_Update(&state, bytes.baseAddress, bytes.count)
    #endif
  }

  /// The digest of the bytes added so far, 32 bytes.
  package var bytes: [UInt8] {
    #if canImport(CryptoKit)
      return Array(state.finalize())
    #else
      var state = state
      return [UInt8](unsafeUninitializedCapacity: Int(SHA256_DIGEST_LENGTH)) { bytes, count in
        SHA256_Final(bytes.baseAddress, &state)
        count = bytes.count
      }
    #endif
  }

  /// The digest of the bytes added so far, as lower-case hexadecimal digits.
  package var hexadecimal: String { FileDigest.hexadecimal(bytes) }
}
