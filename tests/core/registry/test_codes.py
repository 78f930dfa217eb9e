import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RegistryError
from core.registry import codes
from core.registry.credit_code import ALPHABET, check_character, check_credit_code

bodies = st.text(ALPHABET, min_size=17, max_size=17)


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y43",  # the example of GB 32100-2015 itself
        "91110000802100433B",  # Baidu
        "914403001922038216",  # Huawei
    ],
)
def test_published_codes_pass(code):
    assert check_credit_code(f" {code} ") == code


@given(bodies)
def test_a_code_with_its_check_character_passes(body):
    assert check_credit_code(body + check_character(body)) == body + check_character(body)


@given(bodies, st.integers(0, 16), st.sampled_from(ALPHABET))
def test_any_single_wrong_character_is_refused(body, place, other):
    wrong = body[:place] + other + body[place + 1 :] + check_character(body)
    if other == body[place]:
        return
    with pytest.raises(RegistryError, match="check character is"):
        check_credit_code(wrong)


def test_the_refusal_names_the_expected_character():
    with pytest.raises(RegistryError, match=r"'91350100M000100Y40' ends in '0'.*is '3'"):
        check_credit_code("91350100M000100Y40")


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("", "0 characters"),
        ("91350100M000100Y4", "17 characters"),
        ("91350100I000100Y43", "'I' at place 9"),
        ("91350100m000100Y43", "'m' at place 9"),
    ],
)
def test_wrong_shapes_are_refused(code, message):
    with pytest.raises(RegistryError, match=message):
        check_credit_code(code)


def test_a_body_of_another_length_is_refused():
    with pytest.raises(RegistryError, match="16 characters"):
        check_character("9" * 16)


def test_region_codes_know_their_parents():
    assert codes.check_region_code("150622") == "150622"
    assert codes.parent_region_code("150622") == "150600"
    assert codes.parent_region_code("150600") == "150000"
    assert codes.parent_region_code("150000") is None
    assert codes.province_code("150622") == "150000"


@pytest.mark.parametrize("code", ["15062", "15062x", "", "950000", "150022"])
def test_wrong_region_codes_are_refused(code):
    with pytest.raises(RegistryError, match="region code"):
        codes.check_region_code(code)


@pytest.mark.parametrize("code", ["C", "26", "C26", "261", "2613", "C2613", "D4411", "I6450"])
def test_sector_codes_pass(code):
    assert codes.check_sector_code(code) == code


@pytest.mark.parametrize("code", ["", "U", "C4411", "98", "00", "26131", "C2", "电石"])
def test_wrong_sector_codes_are_refused(code):
    with pytest.raises(RegistryError, match="sector code"):
        codes.check_sector_code(code)


def test_a_sector_of_another_section_names_the_right_one():
    with pytest.raises(RegistryError, match="D4411"):
        codes.check_sector_code("C4411")


@pytest.mark.parametrize("code", ["p1", "电表-1", "a:b/c.d_e", "x" * 64])
def test_codes_pass(code):
    assert codes.check_code(code) == code


@pytest.mark.parametrize("code", ["", "a b", "x" * 65, "a+b", "a#", "a\n"])
def test_wrong_codes_are_refused(code):
    with pytest.raises(RegistryError, match="code"):
        codes.check_code(code)
