/** `text/encoder` of the virtual board: the engines have it. */
export default TextEncoder;
