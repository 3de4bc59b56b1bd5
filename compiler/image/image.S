/*
 * The library's image, written by mkimage when rcc is built, as read-only bytes of the
 * command: nothing to relocate, and pages that a compile does not touch are never loaded.
 */
	.section .rodata
	.balign 16
	.globl rcc_image
	.globl rcc_image_end
rcc_image:
	.incbin "image.bin"
rcc_image_end:
	.section .note.GNU-stack, "", %progbits
