"""What people do arrives as updates that python-telegram-bot understands."""

from datetime import timedelta

import telegram
from telegram.constants import ChatMemberStatus

from config.sandbox.clock import HandClock
from config.sandbox.telegram import Attachment, Person, Phone, TelegramSandbox


async def next_message(api: telegram.Bot) -> telegram.Message:
    """The newest update's message, strictly parsed; everything before it is acknowledged."""
    updates = await api.get_updates(offset=-1)
    message = updates[-1].effective_message
    assert isinstance(message, telegram.Message)
    return message


async def test_text_comes_with_entities_counted_in_utf16(api: telegram.Bot, ada: Phone) -> None:
    ada.write("👋🏽 see https://shop.example.com/a and bold", entities=[
        {"type": "bold", "offset": 40, "length": 4}
    ])  # fmt: skip
    message = await next_message(api)
    parsed = {entity.type: text for entity, text in message.parse_entities().items()}
    assert parsed == {"url": "https://shop.example.com/a", "bold": "bold"}


async def test_start_carries_its_payload_as_a_command(api: telegram.Bot, ada: Phone) -> None:
    ada.start("promo_7Qx2")
    message = await next_message(api)
    assert message.text == "/start promo_7Qx2"
    assert message.entities[0].type == "bot_command"


async def test_a_photo_comes_in_sizes_the_last_the_largest_and_can_be_fetched(
    api: telegram.Bot, ada: Phone
) -> None:
    ada.send_photo(caption="My parcel")
    message = await next_message(api)
    assert [size.width for size in message.photo] == [90, 1280]
    content = await (await message.photo[-1].get_file()).download_as_bytearray()
    assert len(content) == message.photo[-1].file_size
    assert content.startswith(b"\xff\xd8")


async def test_an_album_is_a_message_each_with_one_group_and_the_caption_on_the_first(
    api: telegram.Bot, ada: Phone
) -> None:
    ada.send_album([None, None, None], "Three views")
    updates = await api.get_updates()
    messages = [update.message for update in updates if update.message]
    assert len({message.media_group_id for message in messages}) == 1
    assert [message.caption for message in messages] == ["Three views", None, None]


async def test_a_voice_note_is_real_ogg_opus(api: telegram.Bot, ada: Phone) -> None:
    ada.send_voice()
    message = await next_message(api)
    assert message.voice is not None
    content = bytes(await (await message.voice.get_file()).download_as_bytearray())
    assert content.startswith(b"OggS")
    assert b"OpusHead" in content[:64]
    assert message.voice.duration == timedelta(seconds=3)
    assert message.voice.mime_type == "audio/ogg"


async def test_document_sticker_location_and_both_kinds_of_contact(
    api: telegram.Bot, ada: Phone
) -> None:
    ada.send_file("document", Attachment(b"%PDF-1.7", "bill.pdf", "application/pdf"), "Look")
    ada.send_sticker()
    ada.send_location(52.52, 13.405, "Shop", "Main Street 1")
    ada.share_own_contact()
    ada.forward_contact("+10005550199", "Bo")
    updates = await api.get_updates()
    document, sticker, place, own, other = (update.message for update in updates)
    assert document is not None
    assert document.document is not None
    assert (document.document.file_name, document.caption) == ("bill.pdf", "Look")
    assert sticker is not None
    assert sticker.sticker is not None
    assert sticker.sticker.width == 512
    assert place is not None
    assert place.venue is not None
    assert (place.location, place.venue.title) == (place.venue.location, "Shop")
    assert [card.contact.user_id for card in (own, other) if card and card.contact] == [
        ada.person.id,
        None,
    ]


async def test_an_edit_is_the_same_message_with_a_date(
    api: telegram.Bot, ada: Phone, clock: HandClock
) -> None:
    number = ada.write("Hallo")["message_id"]
    clock.advance(5)
    ada.edit(number, "Hello")
    update = (await api.get_updates())[-1]
    assert update.edited_message is not None
    assert update.edited_message.message_id == number
    assert update.edited_message.text == "Hello"
    assert update.edited_message.edit_date is not None


async def test_a_press_spins_until_it_is_answered(api: telegram.Bot, ada: Phone) -> None:
    ada.start()
    sent = await api.send_message(
        ada.person.id,
        "Choose",
        reply_markup=telegram.InlineKeyboardMarkup.from_button(
            telegram.InlineKeyboardButton("Yes", callback_data="order:42:yes")
        ),
    )
    press = ada.press(sent.message_id, "order:42:yes")
    query = (await api.get_updates())[-1].callback_query
    assert query is not None
    assert query.data == "order:42:yes"
    assert query.message is not None
    assert query.message.message_id == sent.message_id
    assert ada.answer_to(press) is None
    await query.answer("Noted")
    answered = ada.answer_to(press)
    assert answered is not None
    assert answered["text"] == "Noted"


async def test_block_and_unblock_are_told_once_each(api: telegram.Bot, ada: Phone) -> None:
    ada.start()
    ada.block()
    ada.block()
    ada.unblock()
    changes = [update.my_chat_member for update in await api.get_updates() if update.my_chat_member]
    assert [change.new_chat_member.status for change in changes] == [
        ChatMemberStatus.BANNED,
        ChatMemberStatus.MEMBER,
    ]


async def test_a_group_shows_a_private_bot_only_what_is_meant_for_it(
    api: telegram.Bot, ada: Phone, sandbox: TelegramSandbox
) -> None:
    group = sandbox.create_group("Shop talk", [ada.person], [ada.bot])
    phone = ada.in_group(group)
    phone.write("Nobody hears this")
    phone.write(f"@{ada.bot.username} do you?")
    texts = [update.message.text for update in await api.get_updates() if update.message]
    assert texts == [f"@{ada.bot.username} do you?"]


async def test_private_chats_of_a_bot_share_one_numbering(
    ada: Phone, sandbox: TelegramSandbox
) -> None:
    bo = sandbox.phone(sandbox.create_person(Person(0, "Bo")), ada.bot)
    numbers = [phone.write("x")["message_id"] for phone in (ada, bo, ada)]
    assert numbers == [1, 2, 3]
