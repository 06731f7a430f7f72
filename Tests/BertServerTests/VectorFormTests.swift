import BertServer
import Foundation
import Testing

/// The forms in which vectors go out.
struct VectorFormTests {
  /// `base64.b64encode(struct.pack("<3f", 1.0, -2.5, 1e-3))` in Python.
  @Test func base64IsThatOfLittleEndianFloats() {
    #expect(VectorForm.base64([1, -2.5, 1e-3]) == "AACAPwAAIMBvEoM6")
  }

  @Test func cutVectorsAreBroughtToLengthOneAgain() {
    #expect(VectorForm.cut([0.6, 0, 0.8], to: 2, normalizes: true) == [1, 0])
    #expect(VectorForm.cut([0.6, 0, 0.8], to: 2, normalizes: false) == [0.6, 0])
    #expect(VectorForm.cut([0.6, 0, 0.8], to: nil, normalizes: true) == [0.6, 0, 0.8])
    #expect(VectorForm.cut([0, 0, 1], to: 2, normalizes: true) == [0, 0])
  }

  /// By hand: 3, 4 and 5 are a right triangle, and opposite directions have the cosine −1.
  @Test func lengthsAndCosines() {
    #expect(VectorForm.normalized([3, 4]) == [0.6, 0.8])
    #expect(VectorForm.normalized([0, 0]) == [0, 0])
    #expect(VectorForm.cosine([3, 4], [4, 3]) == 0.96)
    #expect(VectorForm.cosine([1, 2], [-2, -4]) == -1)
    #expect(VectorForm.cosine([0, 0], [1, 2]) == 0)
  }
}
